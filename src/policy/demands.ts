import { mostIssues, quote, type Issue } from '../json/issue.ts';
import {
  compileAllowed,
  compileAnything,
  listAllowed,
  tooMuchToCompare,
  type AllowedList,
} from './allowed.ts';
import type { AllowedValue, Members } from './document.ts';
import {
  noSupplier,
  ofLayer,
  suppliedBy,
  type ActiveLayer,
  type Breaches,
  type SupplierOf,
} from './issue-source.ts';
import { memberPath, pointerOf, valuesAlong, type Found, type MemberPath } from './member-path.ts';
import type { Effort } from './patterns.ts';

/** What a layer may demand of the values at a path: every one, at least one, or none is in a list. */
export const demandKinds = ['allowed', 'required', 'forbidden'] as const;
export type DemandKind = (typeof demandKinds)[number];

/** One list of one layer. */
interface Demand extends AllowedList {
  readonly kind: DemandKind;
  readonly source: ActiveLayer;
}

/** What layers demand of the values at one path. */
export interface PathDemands {
  readonly path: string;
  readonly along: MemberPath;
  readonly demands: readonly Demand[];
}

/** What some layers demand, by path. */
export const demandsOf = (layers: readonly ActiveLayer[]): readonly PathDemands[] => {
  const byPath = new Map<string, Demand[]>();
  for (const source of layers) {
    for (const kind of demandKinds) {
      for (const [path, values] of Object.entries(source.layer[kind] ?? {})) {
        const demand = { kind, source, ...compile[kind](values) };
        const known = byPath.get(path);
        if (known === undefined) byPath.set(path, [demand]);
        else known.push(demand);
      }
    }
  }
  return Object.freeze(
    [...byPath].map(([path, demands]) => Object.freeze({ path, along: memberPath(path), demands })),
  );
};

const compile: Readonly<Record<DemandKind, (values: readonly AllowedValue[]) => AllowedList>> = {
  allowed: compileAllowed,
  required: compileAnything,
  forbidden: compileAnything,
};

/**
 * The demands of layers that a resolved request does not meet. A member that is absent breaks those that
 * require something there and no others; one that is malformed has an issue of its own, and breaks none.
 *
 * Of errors and of warnings each, as many are looked for as an answer names. The looking ends as well
 * where values and patterns are so many that comparing them all would take longer than anybody waits,
 * and that is an error, too.
 */
export const checkDemands = (
  members: Members,
  demanded: readonly PathDemands[],
  effort: Effort,
  supplierOf: SupplierOf = noSupplier,
): Breaches => {
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  for (const { path, along, demands } of demanded) {
    const values = valuesAlong(members, along);
    for (const demand of demands) {
      const found = demand.source.isError ? issues : warnings;
      if (found.length >= mostIssues) continue;
      for (const issue of breaches[demand.kind](demand, path, along, values, effort)) {
        const detail = `${issue.detail}${suppliedBy(supplierOf(issue.pointer))}`;
        found.push(ofLayer(demand.source, { ...issue, detail }));
        if (found.length >= mostIssues) break;
      }
      if (effort.left < 0)
        return { issues: [...issues, tooMuchToCompare(pointerOf(along))], warnings };
    }
  }
  return { issues, warnings };
};

type FindBreaches = (
  demand: Demand,
  path: string,
  along: MemberPath,
  values: readonly Found[],
  effort: Effort,
) => Iterable<Issue>;

const breaches: Readonly<Record<DemandKind, FindBreaches>> = {
  *allowed({ source, allowed, holds }, path, _along, values, effort) {
    for (const { pointer, value } of values) {
      if (value === undefined || holds(value, effort) || effort.left < 0) continue;
      const detail = `The policy layer "${source.layer.name}" does not allow ${quote(value)} for "${path}"; allowed: ${listAllowed(allowed)}.`;
      yield { pointer, code: 'not-allowed', detail };
    }
  },
  *required({ source, allowed, holds }, path, along, values, effort) {
    // A malformed value may have been meant to be the one.
    if (values.some(({ value }) => value === undefined || holds(value, effort))) return;
    if (effort.left < 0) return;
    const what = allowed.includes('*') ? 'a value' : `one of ${listAllowed(allowed)}`;
    const there =
      values.length === 0
        ? 'nothing is there'
        : `got ${listAllowed(values.map(({ value }) => value))}`;
    const detail = `The policy layer "${source.layer.name}" requires ${what} for "${path}"; ${there}.`;
    const [first] = values;
    const pointer = values.length === 1 && first !== undefined ? first.pointer : pointerOf(along);
    yield { pointer, code: 'required-by-policy', detail };
  },
  *forbidden({ source, allowed, holds }, path, _along, values, effort) {
    const what = allowed.includes('*') ? 'any value' : listAllowed(allowed);
    for (const { pointer, value } of values) {
      if (value === undefined || !holds(value, effort)) continue;
      const detail = `The policy layer "${source.layer.name}" forbids ${quote(value)} for "${path}"; forbidden: ${what}.`;
      yield { pointer, code: 'forbidden-by-policy', detail };
    }
  },
};
