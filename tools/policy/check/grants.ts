import { toPointer } from '../../../src/json/pointer.ts';
import { isAllowed } from '../../../src/policy/allowed.ts';
import type { Grant, Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import { type Condition, conditionOf, isImpliedBy, matchesAll, whyNever } from './conditions.ts';
import { grantDates } from './dates.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { misleadingPattern } from './misleading-patterns.ts';
import { patternsOfGrant } from './patterns.ts';
import { impossibleValues } from './impossible-values.ts';
import { suggestCallers, unmatchedEntries } from './never-applies.ts';
import { unfilledVariables } from './variables.ts';

/** One set of a grant's `to`, and why no caller can meet it where none can. */
interface PlacedSet {
  readonly condition: Condition;
  readonly pointer: string;
  readonly reason: string | undefined;
}

/** A grant and where it stands in the document. */
interface PlacedGrant {
  readonly grant: Grant;
  readonly index: number;
  readonly pointer: string;
  readonly sets: readonly PlacedSet[];
}

/** Grants that are missing, over, made to nobody, of values that no request has, or that others make needless. */
export const checkGrants = ({ grants }: OrganizationPolicy, today: string): Diagnostic[] => {
  if (grants === undefined) {
    return [
      diagnostic(
        'warning',
        'no-grants',
        '',
        'The policy has no "grants": whoever the authorizer lets in may create wherever the proxy serves, and so may an anonymous caller. Name who may create what, where.',
      ),
    ];
  }
  if (grants.length === 0) {
    const detail = '"grants" is empty: nobody may create anything.';
    return [diagnostic('warning', 'empty', '/grants', detail)];
  }
  const placed = grants.map(placedGrant);
  const made = placed.filter(({ sets }) => sets.some(({ reason }) => reason === undefined));
  return [
    ...placed.flatMap(unmetSets),
    ...placed.flatMap(({ grant, pointer, sets }) => [
      ...grantDates(grant, pointer, today),
      ...impossibleValues(grantLists(grant), pointer),
      ...patternsOfGrant(grant, pointer, sets).flatMap(misleadingPattern),
      ...unfilledVariables(grant.allowed, `${pointer}/allowed`),
    ]),
    ...made.flatMap((one) => withoutEffect(one, made)),
  ];
};

const grantLists = ({ allowed }: Grant): Pick<Layer, 'allowed'> =>
  allowed === undefined ? {} : { allowed };

const placedGrant = (grant: Grant, index: number): PlacedGrant => {
  const pointer = toPointer(['grants', index]);
  const { to } = grant;
  const isList = Array.isArray(to);
  return {
    grant,
    index,
    pointer,
    sets: [to].flat().map((set, at) => {
      const condition = conditionOf(set);
      return {
        condition,
        pointer: `${pointer}/to${isList ? `/${at}` : ''}`,
        reason: whyNever(condition),
      };
    }),
  };
};

const unmetSets = ({ grant: { name }, pointer, sets }: PlacedGrant): Diagnostic[] => {
  const unmet = sets.filter(({ reason }) => reason !== undefined);
  const [first] = unmet;
  if (first !== undefined && unmet.length === sets.length) {
    const detail = `The grant ${JSON.stringify(name)} is made to nobody: ${String(first.reason)}.${suggestCallers(first.condition)}`;
    return [diagnostic('error', 'never-applies', `${pointer}/to`, detail)];
  }
  return sets.flatMap((set) =>
    set.reason === undefined
      ? unmatchedEntries(set.condition, set.pointer, `the grant ${JSON.stringify(name)}`)
      : [
          diagnostic(
            'warning',
            'entry-never-matches',
            set.pointer,
            `No caller matches this set of the grant ${JSON.stringify(name)}: ${set.reason}.${suggestCallers(set.condition)}`,
          ),
        ],
  );
};

/** Whether another grant certainly covers all that one covers. Of two that cover the same, the first counts. */
const withoutEffect = (one: PlacedGrant, all: readonly PlacedGrant[]): Diagnostic[] => {
  const wider = all.find(
    (other) =>
      other !== one && isWithin(one, other) && (other.index < one.index || !isWithin(other, one)),
  );
  if (wider === undefined) return [];
  const [name, other] = [one, wider].map(({ grant }) => JSON.stringify(grant.name));
  return [
    diagnostic(
      'warning',
      'grant-without-effect',
      one.pointer,
      `The grant ${other} covers all that ${name} covers, so it opens nothing: leave it out, or narrow ${other}.`,
    ),
  ];
};

/** Tells whether one grant covers nothing that another does not. `true` is certain. */
const isWithin = ({ grant, sets }: PlacedGrant, { grant: wider, sets: widerSets }: PlacedGrant) =>
  sets.every(
    (set) =>
      set.reason !== undefined ||
      widerSets.some(({ condition }) => isImpliedBy(condition, set.condition)),
  ) &&
  (['accounts', 'regions'] as const).every((part) => {
    const patterns = wider.in?.[part];
    return patterns === undefined || matchesAll(patterns, grant.in?.[part]);
  }) &&
  Object.entries(wider.allowed ?? {}).every(
    ([path, values]) => grant.allowed?.[path]?.every((value) => isAllowed(value, values)) === true,
  ) &&
  (wider.from === undefined || (grant.from !== undefined && wider.from <= grant.from)) &&
  (wider.until === undefined || (grant.until !== undefined && grant.until <= wider.until));
