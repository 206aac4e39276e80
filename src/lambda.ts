import { fileURLToPath } from 'node:url';
import type { Context } from 'aws-lambda';
import { openClients } from './aws/clients.ts';
import { imageBuilderClient } from './aws/image-builder/client.ts';
import { readConfig, type Config } from './config.ts';
import type { JsonObject } from './json/json-value.ts';
import { receive, reply } from './adapters/event-source.ts';
import { problemAnswer } from './http/problem-details.ts';
import { logLine, type WriteLine } from './observability/request-log.ts';
import { measureRequests } from './observability/measure-requests.ts';
import { policyMetrics, type PolicyRead } from './observability/policy-metrics.ts';
import { openPolicySource } from './policy-source/open-policy-source.ts';
import { createImagePipelineHandler } from './handler.ts';

/** The folder that is packaged: `src/handlers` and `dist/handlers` lie at the same depth in it. */
const packageRoot = fileURLToPath(new URL('../', import.meta.url));

const log: WriteLine = (line) => {
  process.stdout.write(`${line}\n`);
};

type LambdaHandler = (event: unknown, context: Context) => Promise<JsonObject>;

/** Every attempt to read the policy from where it is kept is a point of its metrics. */
const writePolicyMetrics =
  ({ functionName = 'unknown' }: Config) =>
  (event: PolicyRead): void => {
    log(JSON.stringify(policyMetrics(event, functionName, Date.now())));
  };

// One for the environment, however its start ends: the first request it measures is a cold start.
const measure = measureRequests({ log });

const start = (): LambdaHandler => {
  try {
    const config = readConfig();
    return createImagePipelineHandler({
      config,
      policy: openPolicySource(config, { packageRoot, log, onRefresh: writePolicyMetrics(config) }),
      clients: openClients({ settings: config, ownClient: imageBuilderClient }),
      measure,
      log,
      debug: config.debug ?? false,
    });
  } catch (error) {
    // A function that ends while it starts gives its callers no answer at all, and Lambda's own to boot.
    return misconfigured(error);
  }
};

const misconfigured =
  (error: unknown): LambdaHandler =>
  async (event, context) => {
    const writeMetrics = measure();
    const request = receive(event, context);
    const answer = problemAnswer(error, request);
    log(logLine(request, answer, error));
    writeMetrics(request, answer, context.functionName);
    return Promise.resolve(reply(request, answer));
  };

/** What Lambda invokes. */
export const handler = start();
