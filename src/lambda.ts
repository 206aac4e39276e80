import { fileURLToPath } from 'node:url';
import { openSessions } from './aws/open-sessions.ts';
import { openImageBuilder } from './aws/open-image-builder.ts';
import { imageBuilderClient } from './aws/image-builder/client.ts';
import { readConfig } from './config.ts';
import { createHandler, respondByRoute, servedBy } from './handler.ts';
import { policyMetrics, type PolicyRead } from './observability/policy-metrics.ts';
import { openReport, type WriteLine } from './observability/report.ts';
import { openInheritedTagPolicy } from './policy-source/inherited-tag-policy.ts';
import { openPolicySource } from './policy-source/open-policy-source.ts';

/** The folder that is packaged: `src` and `dist` lie at the same depth in it. */
const packageRoot = fileURLToPath(new URL('../', import.meta.url));

const log: WriteLine = (line) => {
  process.stdout.write(`${line}\n`);
};

const start = (): ReturnType<typeof createHandler> => {
  try {
    const config = readConfig();
    const { functionName = 'unknown', debug = false } = config;
    const sessionFor = openSessions({ settings: config });
    const policyContext = {
      log,
      // Every attempt to read the policy from its source is a point of its metrics.
      onRefresh: (event: PolicyRead) => {
        log(JSON.stringify(policyMetrics(event, functionName, Date.now())));
      },
    };
    const inheritedTagPolicy = openInheritedTagPolicy(config, { ...policyContext, sessionFor });
    const respond = respondByRoute({
      servedTargets: servedBy(config),
      policySource: openPolicySource(config, { ...policyContext, packageRoot }),
      ...(inheritedTagPolicy !== undefined && { inheritedTagPolicy }),
      ...openImageBuilder({ sessionFor, ownClient: imageBuilderClient }),
    });
    return createHandler(respond, openReport({ log, debug }), config);
  } catch (error) {
    // A function that ends while it starts gives its callers no answer at all, and Lambda's own to boot.
    const cause = error instanceof Error ? error : new Error(String(error));
    return createHandler(() => Promise.reject(cause), openReport({ log }));
  }
};

/** What Lambda invokes. */
export const handler = start();
