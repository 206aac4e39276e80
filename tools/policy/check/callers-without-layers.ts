import { quote } from '../../../src/json/issue.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { anonymousWord, type Caller, type CallerMatchers } from '../../../src/policy/document.ts';
import { matchesCaller } from '../../../src/policy/match.ts';
import { accountOf, identityKindsOf } from './caller-forms.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { narrows } from './lists.ts';
import type { Reachability } from './reachability.ts';

/** Callers to whom no layer applies, where layers narrow what others may create and no grant does so for them. */
export const callersWithoutLayers = ({ policy, layers, reachable }: Reachability): Diagnostic[] => {
  if (!reachable.some(narrows)) return [];
  const sets = layers.flatMap(({ conditions }) => conditions);
  const isOutside = (caller: Caller): boolean => !sets.some((set) => matchesCaller(set, caller));
  if (policy.grants === undefined) {
    const caller = examplesOf({ callers: ['*', anonymousWord] }).find(isOutside);
    return caller === undefined ? [] : [outside('', caller, '')];
  }
  return policy.grants.flatMap((grant, index) => {
    if (grant.allowed !== undefined || grant.in !== undefined) return [];
    const caller = [grant.to].flat().flatMap(examplesOf).find(isOutside);
    if (caller === undefined) return [];
    const pointer = childPointer('/grants', index);
    return [outside(pointer, caller, ` to whom the grant ${JSON.stringify(grant.name)} is made`)];
  });
};

const outside = (
  pointer: string,
  { id = anonymousWord, groups }: Caller,
  who: string,
): Diagnostic =>
  diagnostic(
    'warning',
    'caller-without-layers',
    pointer,
    `No layer applies to a caller such as ${quote(id)}${groups.length === 0 ? ' without groups' : ` in the group ${groups.map(quote).join()}`}${who}: it creates whatever Image Builder takes. Have a layer without "applies" for everybody, or say in "allowed" and "in" of the grant what it may create where.`,
  );

/** Callers of every kind that match, each as plain as can be: no layer is likely to know it by chance. */
const examplesOf = (matchers: CallerMatchers): Caller[] => {
  const { callers = ['*'], accounts: [account = '9*'] = [], groups = [] } = matchers;
  const digits = account.replaceAll('*', '').padEnd(12, '9');
  return callers
    .flatMap((pattern) => idsOf(pattern, digits))
    .map((id): Caller => {
      if (id === anonymousWord) return { groups: [] };
      const named = groups.slice(0, 1).map((pattern) => pattern.replaceAll('*', 'example'));
      const its = accountOf(id);
      return { id, groups: named, ...(its !== undefined && { account: its }) };
    })
    .filter((caller) => matchesCaller(matchers, caller));
};

/** Ids that a pattern matches: with `*` alone one of each kind. */
const idsOf = (pattern: string, account: string): string[] => {
  const session = `arn:aws:sts::${account}:assumed-role/example/example`;
  if (pattern === '*') return ['jwt:example', session, 'bot:example', 'bot:example/example'];
  const id = pattern
    .replace(/^(arn:[^:]*:(?:sts|iam)::)\*(?=:)/, `$1${account}`)
    .replaceAll('*', 'example');
  return identityKindsOf(id).length === 0 ? [] : [id];
};
