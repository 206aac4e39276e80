import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { buildFunction } from '../../tools/build.ts';
import { root } from './packaged-proxy.ts';
import { run, type Ran } from './run.ts';

/** A resource of a CloudFormation template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
}

/** A CloudFormation template, as far as the tests look at one. */
export interface Template {
  readonly Parameters?: Readonly<Record<string, { readonly Default?: unknown }>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

const osls = fileURLToPath(import.meta.resolve('osls/bin/serverless.js'));

/** Runs osls in the repository, without any credentials to be found. */
export const runOsls = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  run(process.execPath, [osls, ...args], root, {
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_PROFILE: '',
    AWS_REGION: '',
    AWS_SHARED_CREDENTIALS_FILE: '/none',
    AWS_CONFIG_FILE: '/none',
    AWS_EC2_METADATA_DISABLED: 'true',
    ORGANIZATION_POLICY: '',
    ...env,
  });

/** The values of deploy parameters as arguments of the command line. */
export const parameterArguments = (parameters: Readonly<Record<string, string>>): string[] =>
  Object.entries(parameters).flatMap(([name, value]) => ['--param', `${name}=${value}`]);

/**
 * Packages the function and reads the template that would be deployed.
 *
 * @param args - Arguments for osls beside the command.
 */
export const packagedTemplate = async (args: readonly string[] = []): Promise<Template> => {
  const folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-template-'));
  try {
    await buildFunction();
    const ran = await runOsls(['package', '--package', folder, ...args]);
    if (ran.code !== 0) throw new Error(ran.stdout + ran.stderr);
    return JSON.parse(
      await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'),
    ) as Template;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Reads YAML as osls and CloudFormation do, `!Sub` and the like included. */
export const readYaml = async (path: string): Promise<unknown> => {
  const load = createRequire(osls);
  const { load: parse } = load('js-yaml') as {
    load: (text: string, options: { readonly schema: unknown }) => unknown;
  };
  const schema: unknown = load('../lib/utils/serverless-utils/cloudformation-schema.js');
  return parse(await readFile(`${root}${path}`, 'utf8'), { schema });
};

/** The resources of a type, by their logical ids. */
export const resourcesOf = (template: Template, type: string): [id: string, Resource][] =>
  Object.entries(template.Resources).filter(([, { Type }]) => Type === type);
