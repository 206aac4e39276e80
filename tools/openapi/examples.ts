import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../src/json/json-value.ts';
import type { Issue } from '../../src/json/issue.ts';
import { describePolicy } from '../../src/core/describe-policy.ts';
import { decide } from '../../src/core/decide.ts';
import { withAdvice } from '../../src/core/rule-advice.ts';
import { decidedMembers } from '../../src/http/create-image-pipeline.ts';
import { revisionOf } from '../../src/policy-source/checked-at-build.ts';
import { parsePolicy } from '../../src/policy-source/parse-policy.ts';
import { compilePolicy, type CompiledPolicy } from '../../src/policy/compile.ts';
import { checkShape } from '../../src/schema/request-schema.ts';

/** The request id of the examples. */
export const requestId = '0d5c1e0c-7a53-4a4e-9a0b-3f1b2f6f7c11';
/** The client token of the examples that name none themselves. */
export const clientToken = '2f1c8e1e-6f0a-4f3e-9d55-0d5f3a1c7b11';

const account = '123456789012';
const place = `arn:aws:imagebuilder:eu-west-1:${account}`;

/** The policy that the examples are answered under: a grant, a default, an enforced value and a list of allowed values. */
export const examplePolicy = {
  grants: [
    {
      name: 'developers',
      contact: '#golden-images',
      to: { callers: [`arn:aws:sts::${account}:assumed-role/developers/*`] },
      in: { accounts: [account], regions: ['eu-west-1'] },
      allowed: { name: ['web-*'] },
    },
  ],
  layers: [
    {
      name: 'organization',
      defaults: {
        infrastructureConfigurationArn: `${place}:infrastructure-configuration/standard`,
        tags: { ManagedBy: 'image-pipeline-proxy' },
      },
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
      allowed: { executionRole: ['arn:aws*:iam::*:role/imagebuilder/*', 'imagebuilder/*'] },
    },
  ],
};

const text = JSON.stringify(examplePolicy);

/** The revision of the policy of the examples. */
export const policyRevision = revisionOf(text);

const compiledPolicy = (): CompiledPolicy => {
  const { policy: document, issues } = parsePolicy(text);
  if (document === undefined) throw new Error(JSON.stringify(issues));
  return compilePolicy(document);
};

const policy = compiledPolicy();

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

const decisionOn = (name: string, members: JsonObject = {}) => {
  const { clientToken: token = clientToken, ...sent } = { ...event(name), ...members };
  const { issues } = checkShape(sent);
  return { token, decision: decide(policy, { ...facts, sent, shapeIssues: issues }) };
};

/** Everything that is wrong with a request of `events/`, with other members on top. */
export const issuesOf = (name: string, members?: JsonObject): readonly Issue[] => {
  const { decision } = decisionOn(name, members);
  return decision.refusal === undefined ? [] : withAdvice(decision.issues, decision.request);
};

const decided = (name: string): JsonObject => {
  const { token, decision } = decisionOn(name);
  if (decision.refusal !== undefined) throw new Error(JSON.stringify(decision.issues));
  return { clientToken: token, ...decidedMembers(decision), policyRevision };
};

/** The answer to a request of `events/` that creates a pipeline. */
export const created = (name: string): JsonObject => ({
  requestId,
  imagePipelineArn: `${place}:image-pipeline/${String(event(name)['name'])}`,
  ...decided(name),
});

/** The answer to the dry run of a request of `events/`. */
export const dryRun = (name: string): JsonObject => ({
  dryRun: true,
  validatedBy: 'image-builder',
  ...decided(name),
});

/** What `GET /policy` answers under the examples' policy. */
export const policyAnswer = (): JsonObject => ({
  ...describePolicy(policy, facts),
  policyRevision,
});
