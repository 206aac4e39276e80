import { parseArn } from '../../src/policy/arn.ts';
import { supplierIn } from '../../src/core/decide.ts';
import type { JsonObject } from '../../src/json/json-value.ts';
import { valueAt } from '../../src/json/pointer.ts';
import type { CompiledPolicy } from '../../src/policy/compile.ts';
import { dayOf } from '../../src/policy/days.ts';
import type { Members } from '../../src/policy/document.ts';
import { covers, grantIssue, grantsMadeTo, type CompiledGrant } from '../../src/policy/grants.ts';
import type { SupplierOf } from '../../src/policy/issue-source.ts';
import { valuesByPath } from '../../src/policy/member-path.ts';
import { effortOfRequest } from '../../src/policy/patterns.ts';
import type { RequestFacts } from '../../src/policy/variables.ts';
import type { Answer } from '../../src/proxy-request.ts';
import { memberRank } from './changes.ts';
import { dryRun, type DryRun } from './dry-run.ts';
import { compileUnmatched, nothing, type Unmatched } from './unmatched.ts';

/** One value of the request that would go to Image Builder, and where it comes from. */
export interface ExplainedValue {
  readonly pointer: string;
  readonly value: unknown;
  /** `caller` or the name of a layer. */
  readonly source: string;
}

/** Whether a layer applies to a request, and what keeps it from it where it does not. */
export interface ExplainedLayer extends Unmatched {
  readonly name: string;
  readonly applies: boolean;
}

/** Whether a grant that is made to the caller covers its request, and what it takes where it does not. */
export interface ExplainedGrant {
  readonly name: string;
  readonly covers: boolean;
  readonly detail?: string;
}

/** What the function makes of a request, and why. */
export interface Explanation {
  /** What the function answers to the request as a dry run. */
  readonly answer: Answer;
  /** Where the pipeline would be created; `account` is absent for the function's own. */
  readonly target?: { readonly region: string; readonly account?: string };
  /** What the request becomes, as far as the policy was asked. */
  readonly values: readonly ExplainedValue[];
  readonly layers: readonly ExplainedLayer[];
  /** The grants that are made to the caller; absent where the policy has none, or was not asked. */
  readonly grants?: readonly ExplainedGrant[];
}

/** What the function makes of a body, and why. */
export const explainRequest = async (
  policy: CompiledPolicy,
  facts: RequestFacts,
  text: string,
): Promise<Explanation> => explanationOf(policy, facts, await dryRun(policy, facts, text));

const explanationOf = (
  { policy, grants }: CompiledPolicy,
  facts: RequestFacts,
  { answer, decision, sent }: DryRun,
): Explanation => {
  const members: Members = { ...decision?.request };
  const target = targetOf(members);
  const granted =
    grants === undefined || decision === undefined
      ? undefined
      : grantsFor(grants, facts, members, supplierIn(decision.provenance));
  const unmatched = compileUnmatched(policy, facts, sent, decision?.layers ?? []);
  return {
    answer,
    ...(target !== undefined && { target }),
    values: valuesOf(decision?.provenance ?? {}, members),
    // A caller to whom no grant is made is refused before any layer is looked at.
    layers: (granted?.length === 0 ? [] : policy.layers).map((layer, position) => {
      const applies = decision?.layers.includes(layer.name) === true;
      return { name: layer.name, applies, ...(applies ? nothing : unmatched(position)) };
    }),
    ...(granted !== undefined && { grants: granted }),
  };
};

const grantsFor = (
  grants: readonly CompiledGrant[],
  { caller, requestTime }: RequestFacts,
  members: Members,
  supplierOf: SupplierOf,
): ExplainedGrant[] => {
  const request = {
    target: targetOf(members) ?? {},
    valuesAt: valuesByPath(members),
    supplierOf,
    day: dayOf(requestTime),
    effort: effortOfRequest(),
  };
  return grantsMadeTo(grants, caller).map((made) => {
    const { name } = made.grant;
    if (covers(made, request)) return { name, covers: true };
    return { name, covers: false, detail: grantIssue(made, request).detail };
  });
};

/** An explanation as JSON: the function's answer, and beside its members what led to it. */
export const explanationDocument = (
  { answer, ...explained }: Explanation,
  facts: RequestFacts,
): JsonObject => ({ ...facts, ...answer.document, status: answer.status, ...explained });

/** The values in the order in which AWS documents the members. */
const valuesOf = (
  provenance: Readonly<Record<string, string>>,
  request: Members,
): ExplainedValue[] => {
  return Object.entries(provenance)
    .map(([pointer, source]) => ({ pointer, value: valueAt(request, pointer), source }))
    .sort((a, b) => memberRank(a.pointer) - memberRank(b.pointer));
};

const targetOf = ({ infrastructureConfigurationArn: arn }: Members): Explanation['target'] => {
  const parts = typeof arn === 'string' ? parseArn(arn) : undefined;
  if (parts === undefined) return undefined;
  const { region, account } = parts;
  // What AWS owns stands in no customer's account.
  return account === 'aws' ? { region } : { region, account };
};
