import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
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

/** Runs osls in the repository or a copy of it, without any credentials to be found. */
export const runOsls = (
  args: readonly string[],
  env: Record<string, string> = {},
  folder: string = root,
): Promise<Ran> =>
  run(process.execPath, [osls, ...args], folder, {
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

/** What osls reads of the repository. */
const packagedParts = ['deploy', 'dist', 'policy', 'src', 'package.json', 'serverless.yml'];

/**
 * Packages the function into a folder, and reads the template that would be deployed.
 *
 * osls makes the archive in the folder that it runs in, so it runs in a copy: two at once would meet there.
 *
 * @param args - Arguments for osls beside the command.
 */
export const packageInto = async (
  folder: string,
  args: readonly string[] = [],
): Promise<Template> => {
  await buildFunction();
  const copy = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-copy-'));
  try {
    for (const part of packagedParts) {
      await cp(join(root, part), join(copy, part), { recursive: true });
    }
    await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
    const ran = await runOsls(['package', '--package', folder, ...args], {}, copy);
    if (ran.code !== 0) throw new Error(ran.stdout + ran.stderr);
    return JSON.parse(
      await readFile(join(folder, 'cloudformation-template-update-stack.json'), 'utf8'),
    ) as Template;
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
};

/** The template that would be deployed. */
export const packagedTemplate = async (args: readonly string[] = []): Promise<Template> => {
  const folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-template-'));
  try {
    return await packageInto(folder, args);
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
