import { CreateImagePipelineCommand, ImagebuilderClient } from '@aws-sdk/client-imagebuilder';

const client = new ImagebuilderClient({});

/** The usual two lines: builds the SDK's client and sends the parsed body. */
export const handler = async (event: { body: string }) => ({
  statusCode: 201,
  // The body is whatever the caller sent: looking at it is what this baseline leaves out.
  body: JSON.stringify(
    await client.send(
      new CreateImagePipelineCommand(
        JSON.parse(event.body) as ConstructorParameters<typeof CreateImagePipelineCommand>[0],
      ),
    ),
  ),
});
