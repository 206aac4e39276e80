import {
  CreateImagePipelineCommand,
  DeleteImagePipelineCommand,
  GetImagePipelineCommand,
  ListImagePipelinesCommand,
} from '@aws-sdk/client-imagebuilder';
import { describe, expect, it } from 'vitest';
import { pipelineInput, sdkClient, startedImageBuilder } from '../../../support/image-builder.ts';

const requestId = expect.stringMatching(/^[0-9a-f-]{36}$/) as string;

describe('A pipeline', () => {
  it('is created, and the answer names it and the token that created it', async () => {
    const client = sdkClient(await startedImageBuilder());
    const answer = await client.send(
      new CreateImagePipelineCommand(pipelineInput({ clientToken: 'token-1' })),
    );
    expect(answer).toMatchObject({
      requestId,
      clientToken: 'token-1',
      imagePipelineArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-server',
    });
    expect(answer.$metadata).toMatchObject({ httpStatusCode: 200, requestId: answer.requestId });
  });

  it('is found with what the service fills in where the request is silent', async () => {
    const client = sdkClient(await startedImageBuilder());
    const input = pipelineInput({ schedule: { scheduleExpression: 'cron(0 3 ? * SUN *)' } });
    const { imagePipelineArn } = await client.send(new CreateImagePipelineCommand(input));
    const { imagePipeline } = await client.send(new GetImagePipelineCommand({ imagePipelineArn }));
    expect(imagePipeline).toStrictEqual({
      arn: imagePipelineArn,
      name: input.name,
      imageRecipeArn: input.imageRecipeArn,
      infrastructureConfigurationArn: input.infrastructureConfigurationArn,
      platform: 'Linux',
      enhancedImageMetadataEnabled: true,
      imageTestsConfiguration: { imageTestsEnabled: true, timeoutMinutes: 720 },
      schedule: {
        scheduleExpression: 'cron(0 3 ? * SUN *)',
        timezone: 'UTC',
        pipelineExecutionStartCondition: 'EXPRESSION_MATCH_AND_DEPENDENCY_UPDATES_AVAILABLE',
      },
      status: 'ENABLED',
      dateCreated: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
      dateUpdated: imagePipeline?.dateCreated,
      tags: {},
      consecutiveFailures: 0,
    });
  });

  it('keeps every member of its request as it was sent', async () => {
    const client = sdkClient(await startedImageBuilder());
    const arn = 'arn:aws:imagebuilder:eu-west-1:123456789012';
    const members = {
      name: 'Web_Server 1',
      description: 'Nightly build',
      imageRecipeArn: undefined,
      containerRecipeArn: `${arn}:container-recipe/web-server/1.0.x`,
      distributionConfigurationArn: `${arn}:distribution-configuration/standard`,
      enhancedImageMetadataEnabled: false,
      imageTestsConfiguration: { imageTestsEnabled: false, timeoutMinutes: 60 },
      schedule: {
        scheduleExpression: 'rate(7 days)',
        timezone: 'Europe/Berlin',
        pipelineExecutionStartCondition: 'EXPRESSION_MATCH_ONLY' as const,
        autoDisablePolicy: { failureCount: 3 },
      },
      status: 'DISABLED' as const,
      tags: { CostCenter: '100' },
      imageTags: { project: 'example' },
      imageScanningConfiguration: {
        imageScanningEnabled: true,
        ecrConfiguration: { repositoryName: 'scans', containerTags: ['scan'] },
      },
      workflows: [
        {
          workflowArn: 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x',
          parameters: [{ name: 'waitForActionAtEnd', value: ['true'] }],
          onFailure: 'ABORT' as const,
        },
      ],
      executionRole: 'arn:aws:iam::123456789012:role/imagebuilder/build',
      loggingConfiguration: { imageLogGroupName: '/example/images' },
    };
    const { imagePipelineArn } = await client.send(
      new CreateImagePipelineCommand(pipelineInput(members)),
    );
    const { imagePipeline } = await client.send(new GetImagePipelineCommand({ imagePipelineArn }));
    const { imageRecipeArn: none, ...sent } = members;
    expect(none).toBeUndefined();
    expect(imagePipeline).toMatchObject(sent);
  });

  it('is gone once it is deleted, and can be created again', async () => {
    const client = sdkClient(await startedImageBuilder());
    const create = () => client.send(new CreateImagePipelineCommand(pipelineInput()));
    const { imagePipelineArn } = await create();
    const deleted = await client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    expect(deleted).toMatchObject({ requestId, imagePipelineArn });
    const get = client.send(new GetImagePipelineCommand({ imagePipelineArn }));
    await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(create()).resolves.toMatchObject({ imagePipelineArn });
  });

  it('that was never created can be neither read nor deleted', async () => {
    const client = sdkClient(await startedImageBuilder());
    const imagePipelineArn = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/none';
    const missing = {
      name: 'ResourceNotFoundException',
      message: expect.stringContaining(imagePipelineArn) as string,
      $metadata: { httpStatusCode: 404 },
    };
    const read = client.send(new GetImagePipelineCommand({ imagePipelineArn }));
    await expect(read).rejects.toMatchObject(missing);
    const deleted = client.send(new DeleteImagePipelineCommand({ imagePipelineArn }));
    await expect(deleted).rejects.toMatchObject(missing);
  });

  it('belongs to one account and one Region', async () => {
    const imageBuilder = await startedImageBuilder();
    const here = sdkClient(imageBuilder);
    const { imagePipelineArn } = await here.send(new CreateImagePipelineCommand(pipelineInput()));
    for (const elsewhere of [{ region: 'us-east-1' }, { accessKeyId: '111122223333' }]) {
      const client = sdkClient(imageBuilder, elsewhere);
      const list = await client.send(new ListImagePipelinesCommand({}));
      expect(list.imagePipelineList).toStrictEqual([]);
      const get = client.send(new GetImagePipelineCommand({ imagePipelineArn }));
      await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});

describe("A pipeline's ARN", () => {
  it.each([
    ['eu-west-1', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('of Region %s is in partition %s', async (region, partition) => {
    const client = sdkClient(await startedImageBuilder({ accountId: '111122223333' }), { region });
    const { imagePipelineArn } = await client.send(new CreateImagePipelineCommand(pipelineInput()));
    expect(imagePipelineArn).toBe(
      `arn:${partition}:imagebuilder:${region}:111122223333:image-pipeline/web-server`,
    );
  });

  it.each(['Web Server', 'web_server', 'WEB-SERVER'])(
    'is the same for web-server and %s, so the second of them already exists',
    async (name) => {
      const client = sdkClient(await startedImageBuilder());
      await client.send(new CreateImagePipelineCommand(pipelineInput()));
      const second = client.send(new CreateImagePipelineCommand(pipelineInput({ name })));
      await expect(second).rejects.toMatchObject({
        name: 'ResourceAlreadyExistsException',
        message:
          "The following resource 'ImagePipeline' already exists: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-pipeline/web-server'.",
        $metadata: { httpStatusCode: 400 },
      });
    },
  );
});
