import { quote, type Issue } from '../../../src/json/issue.ts';
import { isJsonObject } from '../../../src/json/json-value.ts';
import { fromPointer } from '../../../src/json/pointer.ts';
import { isAllowed, listAllowed } from '../../../src/policy/allowed.ts';
import type { AllowedValue, TagPolicyCompliance } from '../../../src/policy/document.ts';
import { valuesAt } from '../../../src/policy/member-path.ts';
import { type EffectiveTagPolicy, foldedKey } from '../../../src/policy/tags/tag-policy.ts';
import { variablePattern } from '../../../src/policy/variables.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import {
  effectiveTagPolicyOf,
  evaluate,
  type Evaluation,
  type Source,
  sourceOf,
} from './evaluate.ts';
import { globsOverlap } from './overlap.ts';
import {
  type Combination,
  combinationsOf,
  listLayers,
  type PlacedLayer,
  type Reachability,
} from './reachability.ts';

/**
 * Values that layers supply and that an `allowed` list or the tag policy forbids, in each combination
 * that is looked at: each layer with those that always join it, and each two layers that can meet.
 */
export const forbiddenValues = (reachability: Reachability): Diagnostic[] =>
  combinationsOf(reachability).flatMap((layers) => {
    const { policy } = reachability;
    const evaluation = evaluate(policy, layers);
    return [
      ...layers.flatMap((placed) => notAllowed(layers, evaluation, placed)),
      ...tagPolicyBreaches(layers, evaluation, policy.tagPolicyCompliance),
    ];
  });

/** Whether a written value has a variable in it, so that it is not known before the request. */
const hasVariable = (written: unknown): written is string =>
  typeof written === 'string' && written.search(variablePattern) >= 0;

/** Whether a written value can come to one that a pattern matches, whatever its variables stand for. */
const mayMatch = (written: string, pattern: string): boolean =>
  globsOverlap(written.replace(variablePattern, '*'), pattern);

const notAllowed = (
  layers: Combination,
  evaluation: Evaluation,
  lister: PlacedLayer,
): Diagnostic[] =>
  Object.entries(lister.layer.allowed ?? {}).flatMap(([path, allowed]) =>
    valuesAt(evaluation.request, path).flatMap(({ pointer, value }) => {
      const source = sourceOf(layers, evaluation, pointer);
      if (source === undefined || mayBeAllowed(source.written, value, allowed)) return [];
      return [notAllowedDiagnostic(source, path, lister, allowed)];
    }),
  );

const mayBeAllowed = (
  written: unknown,
  value: unknown,
  allowed: readonly AllowedValue[],
): boolean =>
  hasVariable(written)
    ? allowed.some((entry) => typeof entry === 'string' && mayMatch(written, entry))
    : isAllowed(value, allowed);

const notAllowedDiagnostic = (
  { placed, section, pointer, written }: Source,
  path: string,
  lister: PlacedLayer,
  allowed: readonly AllowedValue[],
): Diagnostic => {
  const isOwn = lister.index === placed.index;
  const who = isOwn
    ? 'this layer itself'
    : `the layer ${JSON.stringify(lister.layer.name)}, which can apply together with it,`;
  const rule = `${who} allows ${listAllowed(allowed)} for "${path}"`;
  const which = isOwn ? 'that it holds for' : 'that both hold for';
  return section === 'enforced'
    ? diagnostic(
        'error',
        'enforced-not-allowed',
        pointer,
        `This enforces ${quote(written)}, and ${rule}: every request ${which} is refused. Enforce one of the allowed values, or allow this one.`,
      )
    : diagnostic(
        'warning',
        'default-not-allowed',
        pointer,
        `This defaults to ${quote(written)}, and ${rule}: a request ${which} and that leaves it out is refused. Default to one of the allowed values, or to none so that the caller chooses.`,
      );
};

const breachCodes: ReadonlySet<string> = new Set([
  'tag-key-capitalization',
  'tag-value-not-allowed',
]);

const tagPolicyBreaches = (
  layers: Combination,
  evaluation: Evaluation,
  compliance: TagPolicyCompliance | undefined,
): Diagnostic[] => {
  const breaches = evaluation.issues.filter(({ code }) => breachCodes.has(code));
  if (breaches.length === 0) return [];
  const tagPolicy = effectiveTagPolicyOf(layers);
  return breaches.flatMap((issue) => {
    const source = sourceOf(layers, evaluation, issue.pointer);
    if (source === undefined || mayComply(tagPolicy, issue, source.written)) return [];
    return [breachDiagnostic(issue, source, layers, compliance === 'warning')];
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
  { section, pointer }: Source,
  layers: Combination,
  isOnlyWarned: boolean,
): Diagnostic => {
  const where = `This is the tag policy where ${listLayers(layers)} ${layers.length === 1 ? 'applies' : 'apply'}`;
  const outcome = isOnlyWarned ? 'gets a warning' : 'is refused';
  return section === 'defaults'
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
