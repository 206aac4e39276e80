import { childPointer } from '../../../src/json/pointer.ts';
import { isAllowed, listAllowed } from '../../../src/policy/allowed.ts';
import type { AllowedValue } from '../../../src/policy/document.ts';
import { whyNever } from './conditions.ts';
import { fault, type Finding } from './finding.ts';
import { isTagPath } from './tag-path.ts';
import { overlap, stepsOfGlob } from './overlap.ts';
import type { Placed, Survey, Surveyed } from './survey.ts';
import { has, namesOf } from './context.ts';

/** A list of `allowed` and where it stands. */
interface List {
  readonly placed: Placed;
  readonly path: string;
  readonly allowed: readonly AllowedValue[];
}

/** Lists of `allowed` that no value can satisfy together, where their layers apply together. */
export const contradictoryLists = ({ living }: Survey): Finding[] =>
  living.flatMap((one) => listsOf(one).flatMap((list) => contradictions(one, list, living)));

const listsOf = (placed: Placed): List[] =>
  Object.entries(placed.layer.allowed ?? {}).map(([path, allowed]) => ({ placed, path, allowed }));

const contradictions = (one: Surveyed, list: List, living: readonly Surveyed[]): Finding[] => {
  const above = living
    .filter(({ index }) => index < one.index)
    .filter(({ layer }) => whyNever(layer.applies, one.layer.applies) === undefined)
    .flatMap(listsOf)
    .filter(({ path }) => path === list.path);
  const opposed = above.find((other) => !haveCommon(list.path, other, list));
  if (opposed !== undefined) return [contradiction(list, [opposed])];
  const joined = above.filter(({ placed }) => has(one.always, placed));
  const common = literalsIn([...joined, list]);
  return common?.length === 0 ? [contradiction(list, joined)] : [];
};

const haveCommon = (path: string, left: List, right: List): boolean =>
  left.allowed.some((a) =>
    right.allowed.some((b) =>
      typeof a === 'string' && typeof b === 'string' ? canBeOneValue(path, a, b) : a === b,
    ),
  );

const isFullArn = (pattern: string): boolean =>
  pattern.startsWith('arn:') && pattern.split(':').length === 6;

/** The ARNs of a request have five colons, so where two patterns have them too, no `*` takes one in. */
const canBeOneValue = (path: string, left: string, right: string): boolean => {
  const areArns = isFullArn(left) && isFullArn(right) && !isTagPath(path);
  const star = areArns ? /[^:]/ : undefined;
  return overlap(stepsOfGlob(left, star), stepsOfGlob(right, star));
};

/** The values that all of some lists allow, where one of the lists names its values one by one. */
const literalsIn = (lists: readonly List[]): readonly AllowedValue[] | undefined =>
  lists
    .find(({ allowed }) => allowed.every((entry) => !String(entry).includes('*')))
    ?.allowed.filter((value) => lists.every(({ allowed }) => isAllowed(value, allowed)));

const contradiction = ({ placed, path, allowed }: List, others: readonly List[]): Finding => {
  const theirs = others.map((other) => listAllowed(other.allowed)).join(' and ');
  return fault(
    childPointer(`${placed.pointer}/allowed`, path),
    'allowed-contradiction',
    `No value satisfies both this list, ${listAllowed(allowed)}, and what ${namesOf(others.map((other) => other.placed))} ${others.length === 1 ? 'allows' : 'allow'} for "${path}", ${theirs}: a request with a value there is refused where these layers apply together. Every list must be satisfied, so a specific one can only narrow a general one.`,
  );
};
