import {
  AppConfigDataClient,
  GetLatestConfigurationCommand,
  StartConfigurationSessionCommand,
} from '@aws-sdk/client-appconfigdata';
import { DescribeEffectivePolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type PolicySources, startPolicySources } from '../../../../local/policy-sources/server.ts';
import { authorization } from '../../../support/image-builder.ts';

const started = async (now?: () => number): Promise<PolicySources> => {
  const sources = await startPolicySources(now && { now });
  onTestFinished(() => sources.close());
  return sources;
};

const settings = ({ url }: PolicySources) => ({
  endpoint: url,
  region: 'eu-west-1',
  maxAttempts: 1,
  credentials: { accessKeyId: 'EXAMPLE', secretAccessKey: 'example' },
});

describe('The embedded Parameter Store', () => {
  const name = '/image-pipelines/policy';

  it('gives back what was put, and counts its versions', async () => {
    const client = new SSMClient(settings(await started()));
    const put = (Value: string, Overwrite?: boolean) =>
      client.send(new PutParameterCommand({ Name: name, Value, Type: 'String', Overwrite }));
    expect(await put('one')).toMatchObject({ Version: 1, Tier: 'Standard' });
    await expect(put('two')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
    expect(await put('two', true)).toMatchObject({ Version: 2 });
    const { Parameter } = await client.send(new GetParameterCommand({ Name: name }));
    expect(Parameter).toMatchObject({
      ARN: 'arn:aws:ssm:eu-west-1:123456789012:parameter/image-pipelines/policy',
      Name: name,
      Type: 'String',
      Value: 'two',
      Version: 2,
    });
  });

  it('gives a SecureString in clear only to whoever asks for it decrypted', async () => {
    const sources = await started();
    sources.setParameter(name, 'secret', 'SecureString');
    const client = new SSMClient(settings(sources));
    const get = async (WithDecryption: boolean) =>
      (await client.send(new GetParameterCommand({ Name: name, WithDecryption }))).Parameter?.Value;
    expect(await get(true)).toBe('secret');
    expect(await get(false)).not.toContain('secret');
  });

  it('has no parameter that was removed, or never put', async () => {
    const sources = await started();
    sources.setParameter(name, 'one');
    sources.removeParameter(name);
    const sent = new SSMClient(settings(sources)).send(new GetParameterCommand({ Name: name }));
    await expect(sent).rejects.toMatchObject({ name: 'ParameterNotFound' });
  });

  it.each([
    ['Standard', 4096],
    ['Advanced', 8192],
  ] as const)('takes what the %s tier takes: %d characters', async (Tier, limit) => {
    const client = new SSMClient(settings(await started()));
    const put = (length: number) =>
      client.send(
        new PutParameterCommand({ Name: name, Value: 'x'.repeat(length), Tier, Overwrite: true }),
      );
    await expect(put(limit)).resolves.toMatchObject({ Version: 1 });
    await expect(put(limit + 1)).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('The embedded AppConfig', () => {
  const start = new StartConfigurationSessionCommand({
    ApplicationIdentifier: 'a',
    EnvironmentIdentifier: 'b',
    ConfigurationProfileIdentifier: 'c',
    RequiredMinimumPollIntervalInSeconds: 15,
  });

  it('gives a configuration once, then nothing until another is deployed', async () => {
    let now = 0;
    const sources = await started(() => now);
    sources.setConfiguration('a/b/c', 'one');
    const client = new AppConfigDataClient(settings(sources));
    let token = (await client.send(start)).InitialConfigurationToken;
    const seen: string[] = [];
    for (const next of ['two', undefined, undefined]) {
      const command = new GetLatestConfigurationCommand({ ConfigurationToken: token });
      const answer = await client.send(command);
      seen.push(new TextDecoder().decode(answer.Configuration ?? new Uint8Array()));
      expect(answer.NextPollIntervalInSeconds).toBe(15);
      token = answer.NextPollConfigurationToken;
      if (next !== undefined) sources.setConfiguration('a/b/c', next);
      now += 15_000;
    }
    expect(seen).toStrictEqual(['one', 'two', '']);
  });

  it('refuses a token that was used, that died or that comes too early', async () => {
    const sources = await started();
    sources.setConfiguration('a/b/c', 'one');
    const client = new AppConfigDataClient(settings(sources));
    const poll = (ConfigurationToken: string | undefined) =>
      client.send(new GetLatestConfigurationCommand({ ConfigurationToken }));
    const refused = { name: 'BadRequestException' };
    const { InitialConfigurationToken: first } = await client.send(start);
    const { NextPollConfigurationToken: second } = await poll(first);
    await expect(poll(first)).rejects.toMatchObject(refused);
    await expect(poll(second)).rejects.toMatchObject(refused);
    const { InitialConfigurationToken: third } = await client.send(start);
    sources.expireTokens();
    await expect(poll(third)).rejects.toMatchObject(refused);
  });

  it('starts no session on what is not deployed, nor with an interval that AppConfig does not take', async () => {
    const sources = await started();
    const client = new AppConfigDataClient(settings(sources));
    await expect(client.send(start)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    sources.setConfiguration('a/b/c', 'one');
    const early = new StartConfigurationSessionCommand({
      ...start.input,
      RequiredMinimumPollIntervalInSeconds: 14,
    });
    await expect(client.send(early)).rejects.toMatchObject({ name: 'BadRequestException' });
  });
});

describe('The embedded Organizations', () => {
  it('reports the effective tag policy of its account, and of no other', async () => {
    const sources = await started();
    sources.setEffectiveTagPolicy('{"tags":{}}');
    const client = new OrganizationsClient(settings(sources));
    const describePolicy = (TargetId?: string) =>
      client.send(new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY', TargetId }));
    const expected = { PolicyContent: '{"tags":{}}', TargetId: '123456789012' };
    expect((await describePolicy()).EffectivePolicy).toMatchObject(expected);
    expect((await describePolicy('123456789012')).EffectivePolicy).toMatchObject(expected);
    const other = describePolicy('210987654321');
    await expect(other).rejects.toMatchObject({ name: 'TargetNotFoundException' });
    sources.setEffectiveTagPolicy(undefined);
    const none = describePolicy();
    await expect(none).rejects.toMatchObject({ name: 'EffectivePolicyNotFoundException' });
  });

  it('takes whoever has an account for its access key id for that account', async () => {
    const sources = await started();
    sources.setEffectiveTagPolicy('{"tags":{}}', '210987654321');
    const describePolicy = (accessKeyId: string) =>
      new OrganizationsClient({
        ...settings(sources),
        credentials: { accessKeyId, secretAccessKey: 'example' },
      }).send(new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY' }));
    const expected = { PolicyContent: '{"tags":{}}', TargetId: '210987654321' };
    expect((await describePolicy('210987654321')).EffectivePolicy).toMatchObject(expected);
    await expect(describePolicy('EXAMPLE')).rejects.toMatchObject({
      name: 'EffectivePolicyNotFoundException',
    });
  });
});

describe('The embedded services', () => {
  it.each([
    [{ exception: 'ThrottlingException', message: 'Rate exceeded' }, 'ThrottlingException', 400],
    [{ exception: 'InternalServerError' }, 'InternalServerError', 500],
    [{ exception: 'AccessDeniedException', status: 403 }, 'AccessDeniedException', 403],
  ])('fail as they are asked to: %o', async (fault, name, httpStatusCode) => {
    const sources = await started();
    sources.faults.add({ operation: 'PutParameter', hang: 'before' });
    sources.faults.add(fault);
    const get = new GetParameterCommand({ Name: '/a' });
    const sent = new SSMClient(settings(sources)).send(get);
    await expect(sent).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    expect(sources.requests).toMatchObject([{ operation: 'GetParameter', path: '/' }]);
  });

  it('refuse the signature of another service, and an operation that they do not have', async () => {
    const { url } = await started();
    const headers = { 'x-amz-target': 'AmazonSSM.GetParameter', authorization: authorization() };
    const response = await fetch(url, { method: 'POST', headers, body: '{"Name":"/a"}' });
    expect(await response.json()).toMatchObject({ __type: 'InvalidSignatureException' });
    expect((await fetch(url, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('take a parameter, a configuration and a tag policy from a person with curl', async () => {
    const sources = await started();
    const put = (path: string, body: string, method = 'PUT') =>
      fetch(`${sources.url}${path}`, { method, ...(method === 'PUT' && { body }) });
    expect((await put('/_parameters/a/b', 'one')).status).toBe(204);
    const parameters = new SSMClient(settings(sources));
    const get = new GetParameterCommand({ Name: '/a/b' });
    expect((await parameters.send(get)).Parameter?.Value).toBe('one');

    expect((await put('/_configurations/image%20pipelines/b/c', 'one')).status).toBe(204);
    const start = new StartConfigurationSessionCommand({
      ApplicationIdentifier: 'image pipelines',
      EnvironmentIdentifier: 'b',
      ConfigurationProfileIdentifier: 'c',
    });
    const session = await new AppConfigDataClient(settings(sources)).send(start);
    expect(session.InitialConfigurationToken).toBeDefined();

    expect((await put('/_effective-tag-policy', '{}')).status).toBe(204);
    const client = new OrganizationsClient(settings(sources));
    const command = new DescribeEffectivePolicyCommand({ PolicyType: 'TAG_POLICY' });
    expect((await client.send(command)).EffectivePolicy?.PolicyContent).toBe('{}');
    expect((await put('/_effective-tag-policy', '', 'DELETE')).status).toBe(204);
    await expect(client.send(command)).rejects.toThrow();
    expect((await put('/_effective-tag-policy/210987654321', '{}')).status).toBe(204);
    const credentials = { accessKeyId: '210987654321', secretAccessKey: 'example' };
    const other = new OrganizationsClient({ ...settings(sources), credentials });
    expect((await other.send(command)).EffectivePolicy?.PolicyContent).toBe('{}');
    expect((await put('/_nowhere', '')).status).toBe(404);
  });
});
