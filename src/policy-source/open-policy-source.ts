import { defaultPolicyTtlSeconds, policyMaxAgeSecondsOf, type Config } from '../config.ts';
import { compilePolicy, type CompiledPolicy, type PolicySource } from '../policy/compile.ts';
import { configurationText } from './app-config.ts';
import { fileSource } from './file.ts';
import { parameterText } from './parameter-store.ts';
import { type PolicyDocument, readOrganizationPolicy } from './policy-document.ts';
import { remoteSource, type FreshnessSettings, type RemoteSourceContext } from './remote-source.ts';

/** The settings that say where the policy comes from. */
export type PolicySettings = FreshnessSettings & Pick<Config, 'organizationPolicy' | 'region'>;

/** What a policy source works with. */
export interface PolicySourceContext extends RemoteSourceContext {
  /** The folder that a relative path starts from. */
  readonly packageRoot: string;
}

/**
 * Opens the source of the policy that the settings name. It begins to read at once, beside the rest of
 * the function's start; the first request waits for what is not there yet, and no longer than 3 s.
 *
 * One that could not be read again for too long serves no more. A packaged file does not age.
 */
export const openPolicySource = (
  settings: PolicySettings,
  context: PolicySourceContext,
): PolicySource => {
  const document = organizationPolicySource(settings, context);
  // Nothing waits for this one; a request that comes finds it under way, or what came of it.
  document().catch(() => undefined);
  let compiled: CompiledPolicy | undefined;
  return async () => {
    const { policy, revision } = await document();
    // The same document is compiled once.
    if (compiled?.policy !== policy) compiled = compilePolicy(policy, revision);
    return compiled;
  };
};

const organizationPolicySource = (
  settings: PolicySettings,
  context: PolicySourceContext,
): (() => Promise<PolicyDocument>) => {
  const { organizationPolicy: origin, region } = settings;
  if (origin.kind === 'file') return fileSource(origin.path, context.packageRoot);
  const { policyTtlSeconds: ttlSeconds = defaultPolicyTtlSeconds } = settings;
  const maxAgeSeconds = policyMaxAgeSecondsOf(settings);
  const [name, text] =
    origin.kind === 'ssm'
      ? [`ssm:${origin.name}`, { load: parameterText(origin.name, region) }]
      : [
          `appconfig:${origin.application}/${origin.environment}/${origin.profile}`,
          configurationText(origin, { region, ttlSeconds, maxAgeSeconds }, context.clock),
        ];
  return remoteSource(
    { name, ...text, read: readOrganizationPolicy, revisionOf: ({ revision }) => revision },
    settings,
    context,
  );
};
