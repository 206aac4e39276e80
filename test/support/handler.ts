import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { openImageBuilder, type ImageBuilder } from '../../src/aws/open-image-builder.ts';
import type { Config, IdentitySettings } from '../../src/config.ts';
import { createHandler, respondByRoute, servedBy, type Collaborators } from '../../src/handler.ts';
import { openReport, type WriteLine } from '../../src/observability/report.ts';
import { account, region } from './lambda-context.ts';
import { fixedPolicy, testPolicy } from './policy.ts';

/** How the function is put together; everything has a value that most tests want. */
export interface HandlerOptions extends Partial<Collaborators> {
  /** Calls Image Builder in every target, whoever asks. */
  readonly client?: ImagebuilderClient;
  readonly config?: Pick<Config, 'accountId' | 'region' | 'targetAccounts' | 'targetRegions'>;
  /** By what callers are told from each other. */
  readonly identity?: IdentitySettings;
  readonly log?: WriteLine;
  readonly debug?: boolean;
}

/** The function as Lambda loads it, in this process. */
export const openHandler = ({
  client,
  config = { region, accountId: account },
  identity = {},
  log = () => undefined,
  debug = false,
  ...collaborators
}: HandlerOptions): ReturnType<typeof createHandler> => {
  const respond = respondByRoute({
    createImagePipeline: nobody,
    dryRunImagePipeline: nobody,
    policySource: fixedPolicy(testPolicy),
    servedTargets: servedBy(config),
    ...(client !== undefined && callsTo(client)),
    ...collaborators,
  });
  return createHandler(respond, openReport({ log, debug }), identity);
};

const nobody = (): Promise<never> => Promise.reject(new Error('The test gives no client.'));

const callsTo = (client: ImagebuilderClient): ImageBuilder =>
  openImageBuilder({ sessionFor: () => Promise.resolve(undefined), ownClient: () => client });

/** Whether a line of the log holds metrics. */
export const isMetrics = (line: string): boolean => line.includes('"_aws"');
