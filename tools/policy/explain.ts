import { duplicateMembers } from '../../src/json/scan.ts';
import type { JsonObject } from '../../src/json/json-value.ts';
import { fromPointer, valueAt } from '../../src/json/pointer.ts';
import { oversized, unsendable } from '../../src/json/unreadable.ts';
import { quote, type Issue } from '../../src/json/issue.ts';
import { parseArn } from '../../src/core/arn.ts';
import { resolve } from '../../src/core/decide.ts';
import { checkCrossFieldRules } from '../../src/core/cross-field-rules.ts';
import { layersThatApply } from '../../src/policy/match.ts';
import type { Applies, Layer, OrganizationPolicy } from '../../src/policy/document.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';
import { validateRequest } from '../../src/schema/request-schema.ts';
import { requestMemberNames } from '../../src/core/create-image-pipeline-request.ts';

/** One value of the request that would go to Image Builder, and who it comes from. */
export interface ExplainedValue {
  readonly pointer: string;
  readonly value: unknown;
  /** `caller` or the name of a layer. */
  readonly origin: string;
}

/**
 * What stands against a request: the body cannot be read as it was meant, or breaks the service's
 * model, a rule beyond it, or the organization's policy.
 */
export interface ExplainedError extends Issue {
  readonly by: 'body' | 'model' | 'rule' | 'policy';
}

/** Whether a layer holds for a request, and the matchers that keep it from it where it does not. */
export interface ExplainedLayer {
  readonly name: string;
  readonly applies: boolean;
  readonly unmatched: readonly string[];
}

/** What the proxy would make of a request, and why. */
export interface Explanation {
  readonly wouldCreate: boolean;
  /** The code of the answer, where the request is refused. */
  readonly refusedAs?: 'malformed-request' | 'validation-failed' | 'policy-violation';
  /** Where it would be created; `account` is absent for the function's own. */
  readonly target?: { readonly region: string; readonly account?: string };
  readonly values: readonly ExplainedValue[];
  readonly layers: readonly ExplainedLayer[];
  readonly errors: readonly ExplainedError[];
  readonly warnings: readonly Issue[];
}

/** The function takes the Lambda request id where the caller sends no token. */
const someToken = '00000000-0000-4000-8000-000000000000';

/** The body of a request, and the text that it was read from. */
export interface ReadBody {
  readonly body: JsonObject;
  readonly text: string;
}

/** Does with a request what the function does with it, up to the call to Image Builder. */
export const explainRequest = (
  policy: OrganizationPolicy,
  facts: RequestFacts,
  { body, text }: ReadBody,
): Explanation => {
  const { clientToken = someToken, ...sent } = body;
  const resolution = resolve(policy, facts, sent);
  const { request } = resolution;
  const rules = checkCrossFieldRules(request);
  const model = validateRequest({ ...request, clientToken });
  const named = new Set(model.map(({ pointer }) => pointer));
  const further = [
    ...by('body', [...oversized(body), ...unsendable(body)]),
    ...by('rule', rules.issues),
    ...by('policy', resolution.issues),
  ].filter(({ pointer }) => !named.has(pointer));
  const errors = [...by('body', repeatedMembers(text)), ...by('model', model), ...further];
  const target = targetOf(request);
  return {
    wouldCreate: errors.length === 0,
    ...(errors.length > 0 && { refusedAs: refusalOf(errors) }),
    ...(target !== undefined && { target }),
    values: valuesOf(resolution.provenance, request),
    layers: policy.layers.map((layer) => ({
      name: layer.name,
      applies: resolution.layers.includes(layer.name),
      unmatched: resolution.layers.includes(layer.name)
        ? []
        : unmatched(policy, layer, facts, sent),
    })),
    errors,
    warnings: [...rules.warnings, ...resolution.warnings],
  };
};

const repeatedMembers = (text: string): Issue[] =>
  duplicateMembers(text).map(({ pointer, name }) => ({
    pointer,
    code: 'duplicate-member',
    detail: `${quote(name)} stands twice in one object: send it once.`,
  }));

const refusalOf = (errors: readonly ExplainedError[]): Explanation['refusedAs'] & string => {
  if (errors.some(({ code }) => code === 'duplicate-member')) return 'malformed-request';
  const isValid = errors.every((error) => error.by === 'policy');
  return isValid ? 'policy-violation' : 'validation-failed';
};

const by = (origin: ExplainedError['by'], issues: readonly Issue[]): ExplainedError[] =>
  issues.map((issue) => ({ by: origin, ...issue }));

/** The values in the order in which AWS documents the members. */
const valuesOf = (
  provenance: Readonly<Record<string, string>>,
  request: JsonObject,
): ExplainedValue[] => {
  const rank = (pointer: string): number => {
    const [member] = fromPointer(pointer);
    const index = requestMemberNames.findIndex((name) => name === member);
    return index < 0 ? requestMemberNames.length : index;
  };
  return Object.entries(provenance)
    .map(([pointer, origin]) => ({ pointer, value: valueAt(request, pointer), origin }))
    .sort((a, b) => rank(a.pointer) - rank(b.pointer));
};

const targetOf = ({ infrastructureConfigurationArn: arn }: JsonObject): Explanation['target'] => {
  const parts = typeof arn === 'string' ? parseArn(arn) : undefined;
  if (parts === undefined) return undefined;
  const { region, account } = parts;
  // What AWS owns stands in no customer's account.
  return account === 'aws' ? { region } : { region, account };
};

const matchers = ['callers', 'accounts', 'groups', 'recipe'] as const;

/** The matchers of a layer that, each by itself, do not match. */
const unmatched = (
  { layers }: OrganizationPolicy,
  layer: Layer,
  { caller }: RequestFacts,
  sent: JsonObject,
): string[] =>
  matchers.flatMap((matcher) => {
    const entries = layer.applies?.[matcher];
    if (entries === undefined) return [];
    const alone: Applies = { [matcher]: entries };
    const others = layers.map((other) => (other === layer ? { ...layer, applies: alone } : other));
    const applying = layersThatApply(others, caller, sent);
    return applying.some(({ name }) => name === layer.name) ? [] : [matcher];
  });
