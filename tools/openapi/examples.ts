import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import type { Issue } from '../../src/json/issue.ts';
import { describePolicy } from '../../src/core/describe-policy.ts';
import { resolve, type Resolution } from '../../src/core/decide.ts';
import { checkCrossFieldRules, type RuleIssues } from '../../src/core/cross-field-rules.ts';
import { parsePolicy } from '../../src/policy-source/parse-policy.ts';
import type { OrganizationPolicy } from '../../src/policy/document.ts';
import { validateRequest } from '../../src/schema/request-schema.ts';
import { requestMemberNames } from '../../src/core/create-image-pipeline-request.ts';

/** The request id of the examples. */
export const requestId = '0d5c1e0c-7a53-4a4e-9a0b-3f1b2f6f7c11';
/** The client token of the examples that name none themselves. */
export const clientToken = '2f1c8e1e-6f0a-4f3e-9d55-0d5f3a1c7b11';

const account = '123456789012';
const place = `arn:aws:imagebuilder:eu-west-1:${account}`;

/** The policy that the examples are answered under: a default, a lock and a list of allowed values. */
export const examplePolicy = {
  layers: [
    {
      name: 'organization',
      defaults: {
        infrastructureConfigurationArn: `${place}:infrastructure-configuration/standard`,
        schedule: { timezone: 'Etc/UTC' },
        tags: { ManagedBy: 'image-pipeline-proxy' },
      },
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
      allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
    },
  ],
};

const readPolicy = (): OrganizationPolicy => {
  const { policy, issues } = parsePolicy(JSON.stringify(examplePolicy));
  if (policy === undefined) throw new Error(JSON.stringify(issues));
  return policy;
};

const facts = {
  caller: { id: `arn:aws:sts::${account}:assumed-role/developers/example`, account, groups: [] },
  requestTime: '2026-11-22T10:00:00.000Z',
};

/** A request of `events/`, by its name. */
export const event = (name: string): JsonObject => {
  const url = new URL(`../../events/${name}.json`, import.meta.url);
  const document: unknown = JSON.parse(readFileSync(url, 'utf8'));
  if (!isJsonObject(document)) throw new TypeError(`events/${name}.json is no JSON object.`);
  return document;
};

interface Resolved extends Resolution {
  readonly rules: RuleIssues;
  readonly token: unknown;
}

const resolved = (name: string, members: JsonObject = {}): Resolved => {
  const { clientToken: token = clientToken, ...sent } = { ...event(name), ...members };
  const resolution = resolve(readPolicy(), facts, sent);
  return { ...resolution, rules: checkCrossFieldRules(resolution.request), token };
};

/** Everything that is wrong with a request of `events/`, with other members on top. */
export const issuesOf = (name: string, members?: JsonObject): Issue[] => {
  const { request, rules, issues, token } = resolved(name, members);
  const shape = validateRequest({ ...request, clientToken: token });
  return [...shape, ...rules.issues, ...issues];
};

const decided = (name: string): JsonObject => {
  const { request, provenance, warnings, rules } = resolved(name);
  return {
    imagePipeline: Object.fromEntries(
      requestMemberNames.flatMap((member) =>
        Object.hasOwn(request, member) ? [[member, request[member]]] : [],
      ),
    ),
    provenance,
    warnings: [...rules.warnings, ...warnings],
  };
};

/** The answer to a request of `events/` that creates a pipeline. */
export const created = (name: string): JsonObject => ({
  requestId,
  clientToken: resolved(name).token,
  imagePipelineArn: `${place}:image-pipeline/${String(event(name)['name'])}`,
  ...decided(name),
});

/** The answer to the dry run of a request of `events/`. */
export const dryRun = (name: string): JsonObject => ({
  dryRun: true,
  clientToken: resolved(name).token,
  ...decided(name),
});

/** What `GET /policy` answers under the examples' policy. */
export const policyAnswer = (): JsonObject => ({ ...describePolicy(readPolicy(), facts) });
