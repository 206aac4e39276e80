import { quote, type Issue } from '../../../src/json/issue.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';
import { fromPointer } from '../../../src/json/pointer.ts';
import { listAllowed } from '../../../src/policy/allowed.ts';
import type { DemandKind } from '../../../src/policy/demands.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { valuesAt } from '../../../src/policy/member-path.ts';
import { type EffectiveTagPolicy, foldedKey } from '../../../src/policy/tags/tag-policy.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import {
  effectiveTagPolicyOf,
  evaluate,
  type Evaluation,
  type Source,
  sourceOf,
} from './evaluate.ts';
import { breaking, codeOf, demandedLists, hasVariable, type List, mayMatch } from './lists.ts';
import { opposedPairs } from './opposed-pairs.ts';
import { breachCodes, opposedTags } from './opposed-tags.ts';
import {
  type Combination,
  listLayers,
  meeting,
  type PlacedLayer,
  type Reachability,
  type ReachableLayer,
} from './reachability.ts';

/**
 * Values that layers supply and that a list or the tag policy of a layer does not let stand, in each
 * combination that is looked at: each layer with those that always join it, and each two layers that can
 * meet and of which one supplies what the other may have something against.
 */
export const forbiddenValues = (reachability: Reachability): Diagnostic[] => {
  const { policy, reachable } = reachability;
  // Layers that always apply together are looked at once.
  const combinations = new Map(
    reachable.map(({ always }) => [always.map(({ index }) => index).join(), always]),
  );
  const found = [...combinations.values()].flatMap((layers) => inCombination(policy, layers));
  const known = new Set(found.map(placeOf));
  const lookAt = (one: ReachableLayer, other: ReachableLayer): void => {
    for (const each of inCombination(policy, meeting(one, other) ?? [])) {
      known.add(placeOf(each));
      found.push(each);
    }
  };
  for (const [one, other, places] of opposedPairs(reachable)) {
    if (!places.every((place) => known.has(place))) lookAt(one, other);
  }
  for (const [one, other] of opposedTags(reachable)) lookAt(one, other);
  return found;
};

/** What a value is named by once. */
const placeOf = ({ code, pointer }: Diagnostic): string => `${code} ${pointer}`;

const inCombination = (policy: OrganizationPolicy, layers: Combination): Diagnostic[] => {
  const evaluation = evaluate(policy, layers);
  return [
    ...layers.flatMap((placed) => brokenLists(layers, evaluation, placed)),
    ...tagPolicyBreaches(layers, evaluation),
  ];
};

const brokenLists = (
  layers: Combination,
  evaluation: Evaluation,
  lister: PlacedLayer,
): Diagnostic[] =>
  demandedLists(lister).flatMap((list) => {
    const there = valuesAt(evaluation.request, list.path).flatMap(({ pointer, value }) => {
      const source = sourceOf(layers, evaluation, pointer);
      return source === undefined ? [] : [{ written: source.written, value, source }];
    });
    return breaking(list, there).map(({ source }) => brokenList(source, list));
  });

const sentences: Readonly<Record<DemandKind, string>> = {
  allowed: 'allows',
  required: 'requires one of',
  forbidden: 'forbids',
};

const brokenList = ({ placed, section, pointer, written }: Source, list: List): Diagnostic => {
  const { kind, path, values, placed: lister } = list;
  const code = codeOf(list, placed, section);
  const isOwn = lister.index === placed.index;
  const who = isOwn
    ? 'this layer itself'
    : `the layer ${JSON.stringify(lister.layer.name)}, which can apply together with it,`;
  const rule = `${who} ${sentences[kind]} ${listAllowed(values)} for "${path}"`;
  const which = isOwn ? 'that it holds for' : 'that both hold for';
  const outcome = lister.isError ? 'is refused' : 'gets a warning';
  const good = kind === 'forbidden' ? 'another value' : `one of the ${kind} values`;
  if (code !== 'default-not-allowed') {
    return diagnostic(
      lister.isError ? 'error' : 'warning',
      code,
      pointer,
      `This enforces ${quote(written)}, and ${rule}: every request ${which} ${outcome}. Enforce ${good}, or ${kind === 'forbidden' ? 'do not forbid this one' : 'allow this one'}.`,
    );
  }
  const verb = section === 'enforced' ? 'enforces, with a warning,' : 'defaults to';
  return diagnostic(
    'warning',
    code,
    pointer,
    `This ${verb} ${quote(written)}, and ${rule}: a request ${which} and that leaves it out ${outcome}. ${section === 'enforced' ? 'Enforce' : 'Default to'} ${good}, or to none so that the caller chooses.`,
  );
};

const tagPolicyBreaches = (layers: Combination, evaluation: Evaluation): Diagnostic[] => {
  const breaches = [...evaluation.issues, ...evaluation.warnings].filter(({ code }) =>
    breachCodes.has(code),
  );
  if (breaches.length === 0) return [];
  const tagPolicy = effectiveTagPolicyOf(layers);
  return breaches.flatMap((issue) => {
    const source = sourceOf(layers, evaluation, issue.pointer);
    if (source === undefined || mayComply(tagPolicy, issue, source.written)) return [];
    return [breachDiagnostic(issue, source, layers, evaluation.warnings.includes(issue))];
  });
};

/** Whether a value that is not known before the request may turn out to be one that complies. */
const mayComply = (
  { tags = {} }: EffectiveTagPolicy,
  { pointer, code }: Issue,
  written: unknown,
): boolean => {
  if (code !== 'tag-value-not-allowed' || !hasVariable(written)) return false;
  const [, key = ''] = fromPointer(pointer);
  const rule = tags[foldedKey(key)];
  return isJsonObject(rule) && rule.tag_value.some((entry) => mayMatch(written, entry));
};

const breachDiagnostic = (
  { detail }: Issue,
  { placed, section, pointer }: Source,
  layers: Combination,
  isOnlyWarned: boolean,
): Diagnostic => {
  const where = `This is the tag policy where ${listLayers(layers)} ${layers.length === 1 ? 'applies' : 'apply'}`;
  const outcome = isOnlyWarned ? 'gets a warning' : 'is refused';
  return section === 'defaults' || !placed.isError
    ? diagnostic(
        'warning',
        'default-breaks-tag-policy',
        pointer,
        `${detail} ${where}: a request that leaves the tag out ${outcome}.`,
      )
    : diagnostic(
        isOnlyWarned ? 'warning' : 'error',
        'enforced-breaks-tag-policy',
        pointer,
        `${detail} ${where}, and nobody can change an enforced tag: every request there ${outcome}.`,
      );
};
