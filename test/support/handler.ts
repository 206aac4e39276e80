import type { ImagebuilderClient } from '@aws-sdk/client-imagebuilder';
import { createImagePipeline } from '../../src/aws/image-builder/create-image-pipeline.ts';
import type { Config, IdentitySettings } from '../../src/config.ts';
import { createHandler, respondByRoute, servedBy, type Collaborators } from '../../src/handler.ts';
import { openReport, type WriteLine } from '../../src/observability/report.ts';
import { millisLeft } from '../../src/timing/deadline.ts';
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
    policySource: fixedPolicy(testPolicy),
    servedTargets: servedBy(config),
    createImagePipeline: (request, { deadline, onCall }) => {
      if (client === undefined) throw new Error('The test gives no client.');
      return createImagePipeline(client, request, millisLeft(deadline), onCall);
    },
    ...collaborators,
  });
  return createHandler(respond, openReport({ log, debug }), identity);
};

/** Whether a line of the log holds metrics. */
export const isMetrics = (line: string): boolean => line.includes('"_aws"');
