import { valueAlong } from '../src/json/pointer.ts';
import { aliasTemplate, liveAlias } from './aliases.ts';
import { deploymentOf } from './deployment.ts';
import { functionEnvironment, functionSettings } from './function-environment.ts';
import type { DeployParameters } from './parameters.ts';
import { BadDeployParameters, readParameters } from './read-parameters.ts';

/** What osls hands a variable source, as far as it is looked at here. */
interface Resolution {
  readonly address?: string;
  readonly options: { readonly param?: readonly string[] };
  readonly resolveVariable: (variable: string) => Promise<unknown>;
  readonly resolveConfigurationProperty: (path: readonly string[]) => Promise<unknown>;
}

/** What this plugin sees of osls. */
interface Osls {
  readonly processedInput: { readonly commands: readonly string[] };
  readonly service: {
    readonly functions: { readonly createImagePipeline: PackagedFunction };
    readonly provider: { readonly compiledCloudFormationTemplate: CompiledTemplate };
  };
}

/** A function while osls packages it. */
interface PackagedFunction {
  /** What the events of the function invoke in its place. */
  targetAlias?: { readonly name: string; readonly logicalId: string };
  /** Set once the function is compiled, since the id holds a digest of all that makes the version. */
  readonly versionLogicalId?: string;
}

interface CompiledTemplate {
  readonly Resources: object;
  readonly Outputs: object;
}

type Deployment = ReturnType<typeof deploymentOf>;

/** The stage is part of the names of the function, of its role and of its logs. */
const stageForm = /^[a-z][a-z0-9-]{0,15}$/;

/** What osls names the function in the template. */
const functionId = 'CreateImagePipelineLambdaFunction';

/** `--param="name=value"`, as osls reads it. */
const readOption = (text: string): [name: string, value: string] => {
  const at = text.indexOf('=');
  if (at < 1) throw new BadDeployParameters([`--param must be name=value; "${text}" is not.`]);
  return [text.slice(0, at), text.slice(at + 1).trimEnd()];
};

const readFromFile = (content: unknown, path: string): Readonly<Record<string, unknown>> => {
  if (content === null || content === undefined) return {};
  if (typeof content === 'object' && !Array.isArray(content)) return { ...content };
  throw new BadDeployParameters([`${path} must hold parameters by their names.`]);
};

/**
 * Reads the parameters where they are set, the later over the earlier: `ORGANIZATION_POLICY` of the
 * environment, the stage's file, the command line.
 */
const readDeployment = async (
  { options, resolveVariable, resolveConfigurationProperty }: Resolution,
  isLocal: boolean,
): Promise<Deployment> => {
  const stage = await resolveConfigurationProperty(['provider', 'stage']);
  if (typeof stage !== 'string' || !stageForm.test(stage)) {
    throw new BadDeployParameters([
      `stage must be up to 16 lower-case letters, digits and hyphens, a letter first; ${JSON.stringify(stage)} is not.`,
    ]);
  }
  const path = `deploy/parameters.${stage}.yml`;
  const parameters = readParameters(
    isLocal ? {} : { organizationPolicy: process.env['ORGANIZATION_POLICY'] },
    readFromFile(await resolveVariable(`file(${path}), null`), path),
    Object.fromEntries((options.param ?? []).map(readOption)),
  );
  const deployment = deploymentOf(parameters);
  return isLocal ? { ...deployment, environment: localEnvironment(parameters) } : deployment;
};

/** On one machine, the function's settings are taken from this process where it has them. */
const localEnvironment = (parameters: DeployParameters): Deployment['environment'] => {
  const own = functionSettings.flatMap((name): [string, string][] => {
    const value = process.env[name] ?? '';
    return value === '' ? [] : [[name, value]];
  });
  // What runs here has no aliases, and the API invokes the function itself.
  const { HTTP_ALIAS: _, ...environment } = functionEnvironment(parameters);
  return { ...environment, ...Object.fromEntries(own) };
};

/**
 * osls's plugin for `${deployment:NAME}`: what the deploy parameters make of serverless.yml. A bad parameter
 * ends osls before it has made anything, whatever it was asked to do. It also adds the aliases, which
 * stand on the version that osls makes of the function.
 */
function DeploymentPlugin(osls: Osls) {
  const isLocal = osls.processedInput.commands[0] === 'offline';
  let deployment: Promise<Deployment> | undefined;
  // The mistakes are told once, not for each variable that cannot be resolved because of them.
  let isTold = false;
  const resolve = async (resolution: Resolution): Promise<{ value: unknown }> => {
    deployment ??= readDeployment(resolution, isLocal);
    try {
      return { value: valueAlong(await deployment, (resolution.address ?? '').split('.')) };
    } catch (error) {
      if (!isTold) {
        isTold = true;
        throw error;
      }
      return {
        value: valueAlong(deploymentOf(readParameters()), (resolution.address ?? '').split('.')),
      };
    }
  };
  return {
    configurationVariablesSources: { deployment: { resolve } },
    hooks: {
      'before:package:compileFunctions': () => {
        osls.service.functions.createImagePipeline.targetAlias = liveAlias;
      },
      'after:package:compileFunctions': async () => {
        const { functions, provider } = osls.service;
        const { versionLogicalId = '' } = functions.createImagePipeline;
        const { aliases } = (await deployment) ?? deploymentOf(readParameters());
        const template = aliasTemplate(aliases, functionId, versionLogicalId);
        const compiled = provider.compiledCloudFormationTemplate;
        Object.assign(compiled.Resources, template.Resources);
        Object.assign(compiled.Outputs, template.Outputs);
      },
    },
  };
}

// osls calls it with `new`, and takes it from the default export.
export default DeploymentPlugin;
