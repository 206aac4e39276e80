import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageInto, type Template } from '../support/template.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

describe('npm run package', () => {
  let folder: string;
  let template: Template;
  let files: readonly string[];
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-package-'));
    template = await packageInto(folder);
    files = await zipEntries(join(folder, 'image-pipeline-proxy.zip'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const ofType = (type: string) =>
    Object.values(template.Resources)
      .filter(({ Type }) => Type === type)
      .map(({ Properties }) => Properties);

  it('packages the bundle and the policy, and nothing else, without AWS credentials', () => {
    expect(files).toContain('dist/lambda.mjs');
    expect(files).toContain('policy/organization-policy.json');
    for (const file of files) {
      expect(file).toMatch(
        /^(?:dist\/(?:chunks\/)?[\w.-]+\.mjs|policy\/organization-policy\.json)$/,
      );
    }
  });

  it('runs on Node.js 24 on arm64, with a role of its own, inside the gateway’s 30 seconds', () => {
    const [lambda, ...others] = ofType('AWS::Lambda::Function');
    expect(others).toEqual([]);
    expect(lambda).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'dist/lambda.handler',
      Role: { 'Fn::GetAtt': ['CreateImagePipelineRole', 'Arn'] },
      Timeout: 29,
    });
    expect(ofType('AWS::IAM::Role')).toHaveLength(1);
  });

  it('serves each route behind IAM authorization', () => {
    const routes = ofType('AWS::ApiGatewayV2::Route');
    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([
      'GET /openapi.json',
      'GET /policy',
      'POST /image-pipelines',
    ]);
    for (const route of routes) expect(route).toMatchObject({ AuthorizationType: 'AWS_IAM' });
  });

  it('grants no action on everything, and roles only to Image Builder', () => {
    const [role] = ofType('AWS::IAM::Role');
    const { Policies } = role as {
      Policies: { PolicyDocument: { Statement: readonly Statement[] } }[];
    };
    const statements = Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
    const actions = statements.flatMap(({ Action }) => Action);
    expect(actions).toContain('imagebuilder:CreateImagePipeline');
    for (const action of actions) expect(action).not.toContain('*');
    const everywhere = statements.filter(({ Resource }) => Resource === '*');
    expect(everywhere.map(({ Action }) => Action)).toEqual(['inspector2:BatchGetAccountStatus']);
    const passing = statements.filter(({ Action }) => Action === 'iam:PassRole');
    expect(passing.map(({ Condition }) => Condition)).toEqual([
      { StringEquals: { 'iam:PassedToService': 'imagebuilder.amazonaws.com' } },
    ]);
  });
});

/** The names in a zip file's central directory (APPNOTE.TXT, 4.3.12). */
const zipEntries = async (path: string): Promise<string[]> => {
  const zip = await readFile(path);
  const names: string[] = [];
  let at = zip.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
  while (at >= 0 && zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28);
    names.push(zip.toString('utf8', at + 46, at + 46 + nameLength));
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return names;
};
