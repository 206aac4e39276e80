import { quote } from '../../../src/json/issue.ts';
import type { Resolution } from '../../../src/core/decide.ts';
import { isAllowed, listAllowed } from '../../../src/policy/allowed.ts';
import { valuesAt } from '../../../src/policy/member-path.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { type Context, contextsOf, resolveIn, type Source, sourceOf } from './context.ts';
import { advice, fault, type Finding } from './finding.ts';
import type { Placed, Survey } from './survey.ts';
import { tagPolicyBreaches } from './tag-policy-breaches.ts';
import { hasVariable, mayMatch } from './written-value.ts';

/**
 * Values that layers supply and that an `allowed` list or the tag policy forbids, in each situation
 * that is looked at: each layer with those that always join it, and each two layers that can meet.
 */
export const forbiddenValues = (about: Survey): Finding[] =>
  contextsOf(about).flatMap((context) => {
    const resolution = resolveIn(about, context);
    return [
      ...context.flatMap((placed) => notAllowed(context, resolution, placed)),
      ...tagPolicyBreaches(about, context, resolution),
    ];
  });

const notAllowed = (context: Context, resolution: Resolution, lister: Placed): Finding[] =>
  Object.entries(lister.layer.allowed ?? {}).flatMap(([path, allowed]) =>
    valuesAt(resolution.request, path).flatMap(({ pointer, value }) => {
      const source = sourceOf(context, resolution, pointer);
      if (source === undefined || mayBeAllowed(source.written, value, allowed)) return [];
      return [notAllowedFinding(source, path, lister, allowed)];
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

const notAllowedFinding = (
  { placed, kind, pointer, written }: Source,
  path: string,
  lister: Placed,
  allowed: readonly AllowedValue[],
): Finding => {
  const isOwn = lister.index === placed.index;
  const who = isOwn
    ? 'this layer itself'
    : `the layer ${JSON.stringify(lister.layer.name)}, which can apply together with it,`;
  const rule = `${who} allows ${listAllowed(allowed)} for "${path}"`;
  const which = isOwn ? 'that it holds for' : 'that both hold for';
  return kind === 'enforced'
    ? fault(
        pointer,
        'enforced-not-allowed',
        `This enforces ${quote(written)}, and ${rule}: every request ${which} is refused. Enforce one of the allowed values, or allow this one.`,
      )
    : advice(
        pointer,
        'default-not-allowed',
        `This defaults to ${quote(written)}, and ${rule}: a request ${which} and that leaves it out is refused. Default to one of the allowed values, or to none so that the caller chooses.`,
      );
};
