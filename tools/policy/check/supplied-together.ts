import type { Issue } from '../../../src/json/issue.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { validateRequest } from '../../../src/schema/request-schema.ts';
import { type Context, resolveIn, sourceOf } from './context.ts';
import { finding, type Finding } from './finding.ts';
import type { Placed, Survey, Surveyed } from './survey.ts';

/** Rules that values can break together which layers supply one by one. */
const sharedRules: ReadonlySet<string> = new Set([
  'too-many-members',
  'different-partition',
  'different-region',
  'execution-role-required',
]);

/** What layers that apply together supply and Image Builder does not take together. */
export const suppliedTogether = (about: Survey): Finding[] =>
  about.living.flatMap((one) => brokenRules(about, one));

const brokenRules = (about: Survey, one: Surveyed): Finding[] => {
  const resolution = resolveIn(about, one.always);
  const locks = resolveIn(about, one.always.map(locksOf)).request;
  const lockedOut = new Set(violationsOf(locks).map(({ pointer, code }) => `${code} ${pointer}`));
  return violationsOf(resolution.request).flatMap(({ pointer, code, detail }) => {
    const at = placeOf(one, one.always, resolution, pointer, code);
    if (at === undefined) return [];
    const names = `In a request to which the caller adds nothing, where ${JSON.stringify(one.layer.name)} applies:`;
    // Nobody can take a tag away, nor change what is enforced; a role or another default can be sent.
    const isCertain =
      code === 'too-many-members' ||
      (code !== 'execution-role-required' && lockedOut.has(`${code} ${pointer}`));
    const then = isCertain
      ? 'No request can be otherwise, so each is refused.'
      : 'Callers have to send what puts it right.';
    return [
      finding(isCertain ? 'fault' : 'advice', {
        pointer: at,
        code,
        detail: `${names} ${detail} ${then}`,
      }),
    ];
  });
};

const violationsOf = (request: Parameters<typeof validateRequest>[0]): Issue[] =>
  [...validateRequest(request), ...checkCrossFieldRules(request).issues].filter(({ code }) =>
    sharedRules.has(code),
  );

const locksOf = (placed: Placed): Placed => {
  const { defaults, ...layer } = placed.layer;
  return { ...placed, layer };
};

/** Where to point: the value that breaks the rule, or what makes the rule hold. */
const placeOf = (
  one: Surveyed,
  context: Context,
  resolution: Parameters<typeof sourceOf>[1],
  pointer: string,
  code: string,
): string | undefined => {
  if (code === 'too-many-members') {
    const member = pointer.slice(1);
    const kind = (['enforced', 'defaults'] as const).find(
      (section) => one.layer[section]?.[member] !== undefined,
    );
    return kind === undefined ? undefined : `${one.pointer}/${kind}${pointer}`;
  }
  const place = pointer === '/executionRole' ? '/workflows' : pointer;
  return sourceOf(context, resolution, place)?.pointer;
};
