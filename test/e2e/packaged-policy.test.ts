import { cp, mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildFunction } from '../../tools/build.ts';
import { readText } from '../support/markdown.ts';
import { root } from '../support/packaged-proxy.ts';
import { run } from '../support/run.ts';

/** Asks a package, in a process of its own, for a dry run, and prints status and document. */
const ask = `
const { handler } = await import(process.argv[1]);
const { status, code, provenance } = await handler(
  { name: 'web-server', imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/a/1.0.0', dryRun: 'policy' },
  { awsRequestId: 'example', invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:a:helpdesk', getRemainingTimeInMillis: () => 9000 },
);
console.error(JSON.stringify({ status, code, layer: provenance?.['/tags/ManagedBy'] }));
`;

describe('The policy in the package', () => {
  let folder: string;
  beforeAll(async () => {
    await buildFunction();
    folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-policy-'));
    await cp(`${root}dist`, join(folder, 'dist'), { recursive: true });
    await mkdir(join(folder, 'policy'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const answerUnder = async (policy: string): Promise<unknown> => {
    await writeFile(join(folder, 'policy/organization-policy.json'), policy);
    const bundle = pathToFileURL(join(folder, 'dist/lambda.mjs')).href;
    const env = {
      AWS_REGION: 'eu-west-1',
      AWS_ACCOUNT_ID: '',
      ORGANIZATION_POLICY: '',
      BOTS: 'helpdesk',
    };
    const args = ['--input-type=module', '--eval', ask, bundle];
    const { stderr } = await run(process.execPath, args, root, env);
    return JSON.parse(stderr);
  };

  const packaged = readText('policy/organization-policy.json');

  it('is taken as the build has checked it', async () => {
    expect(await answerUnder(packaged)).toEqual({ status: 200, layer: 'organization' });
  });

  it('is checked at the start when it is not what the build has checked', async () => {
    const renamed = packaged.replace('"name": "organization"', '"name": "renamed"');
    expect(await answerUnder(renamed)).toEqual({ status: 200, layer: 'renamed' });
    const broken = packaged.replace(
      'infrastructure-configuration/standard',
      'image-recipe/web/1.0.0',
    );
    expect(await answerUnder(broken)).toEqual({ status: 503, code: 'policy-unavailable' });
  });
});
