import { type Issue, under } from '../../../src/json/issue.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import type { Diagnostic } from './diagnostic.ts';
import { evaluate, type Evaluation, sourceOf } from './evaluate.ts';
import type { PlacedLayer, Reachability, ReachableLayer } from './reachability.ts';

/** Values of one layer that Image Builder ignores or advises against. */
export const serviceWarnings = ({ layer, pointer }: PlacedLayer): Diagnostic[] =>
  (['defaults', 'enforced'] as const).flatMap((section) =>
    checkCrossFieldRules(layer[section] ?? {})
      .warnings.map(under(`${pointer}/${section}`))
      .map((issue) => ({ severity: 'warning', ...issue })),
  );

/** Rules that values can break together which layers supply one by one. */
const sharedRules: ReadonlySet<string> = new Set([
  'too-many-members',
  'different-partition',
  'different-region',
  'execution-role-required',
]);

/** What layers that apply together supply and Image Builder does not take together. */
export const refusedTogether = ({ policy, reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap((one) => {
    const evaluation = evaluate(policy, one.always);
    const ofEnforced = brokenRules(evaluate(policy, one.always.map(onlyCertain)));
    return brokenRules(evaluation).flatMap((issue): Diagnostic[] => {
      const { code, detail } = issue;
      const pointer = placeOf(one, evaluation, issue);
      if (pointer === undefined) return [];
      // Nobody can take a tag away, nor change what is enforced; a role or another default can be sent.
      const isCertain =
        code === 'too-many-members' ||
        (code !== 'execution-role-required' &&
          ofEnforced.some((other) => other.code === code && other.pointer === issue.pointer));
      const outcome = isCertain
        ? 'No request can be otherwise, so each is refused.'
        : 'Callers have to send what puts it right.';
      return [
        {
          severity: isCertain ? 'error' : 'warning',
          code,
          pointer,
          detail: `In a request to which the caller adds nothing, where ${JSON.stringify(one.layer.name)} applies: ${detail} ${outcome}`,
        },
      ];
    });
  });

const brokenRules = ({ request, issues }: Evaluation): Issue[] =>
  [...checkShape(request).issues, ...issues].filter(({ code }) => sharedRules.has(code));

/** A layer less what a caller can have otherwise: its defaults, and what it enforces with a warning. */
const onlyCertain = (placed: PlacedLayer): PlacedLayer => {
  const { defaults, enforced, ...layer } = placed.layer;
  const isFixed = enforced !== undefined && placed.isError;
  return { ...placed, layer: { ...layer, ...(isFixed && { enforced }) } };
};

/** Where to point: the value that breaks the rule, or what makes the rule hold. */
const placeOf = (
  { layer, pointer, always }: ReachableLayer,
  evaluation: Evaluation,
  issue: Issue,
): string | undefined => {
  if (issue.code === 'too-many-members') {
    const member = issue.pointer.slice(1);
    const section = (['enforced', 'defaults'] as const).find(
      (each) => layer[each]?.[member] !== undefined,
    );
    return section === undefined ? undefined : `${pointer}/${section}${issue.pointer}`;
  }
  const place = issue.pointer === '/executionRole' ? '/workflows' : issue.pointer;
  return sourceOf(always, evaluation, place)?.pointer;
};
