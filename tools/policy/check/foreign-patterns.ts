import { quote } from '../../../src/json/issue.ts';
import { childPointer } from '../../../src/json/pointer.ts';
import { demandKinds } from '../../../src/policy/demands.ts';
import type { CallerMatchers, Grant, ValuesByPath } from '../../../src/policy/document.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer, PlacedSet } from './reachability.ts';

/** Entries of a layer's lists and matchers that look like patterns of another language. */
export const foreignPatterns = ({ layer, pointer, sets }: PlacedLayer): Diagnostic[] => [
  ...demandKinds.flatMap((kind) => inLists(layer[kind], `${pointer}/${kind}`)),
  ...sets.flatMap((set) => [
    ...inMatchers(set),
    ...inLists(set.condition.request, `${set.pointer}/request`),
  ]),
];

/** As {@link foreignPatterns}, of a grant. */
export const foreignGrantPatterns = (
  { allowed }: Grant,
  pointer: string,
  sets: readonly MatcherSet[],
): Diagnostic[] => [...inLists(allowed, `${pointer}/allowed`), ...sets.flatMap(inMatchers)];

type MatcherSet = Pick<PlacedSet, 'pointer'> & { readonly condition: CallerMatchers };

const inMatchers = ({ condition, pointer }: MatcherSet): Diagnostic[] =>
  (['callers', 'groups'] as const).flatMap((matcher) =>
    inList(condition[matcher] ?? [], `${pointer}/${matcher}`),
  );

const inLists = (lists: ValuesByPath | undefined, pointer: string): Diagnostic[] =>
  Object.entries(lists ?? {}).flatMap(([path, values]) =>
    // In a cron expression `?` is a word of its own.
    path.endsWith('.scheduleExpression') ? [] : inList(values, childPointer(pointer, path)),
  );

const inList = (entries: readonly unknown[], pointer: string): Diagnostic[] =>
  entries.flatMap((entry, index) => {
    const found = typeof entry === 'string' ? foreignIn(entry) : undefined;
    if (found === undefined) return [];
    return [
      diagnostic(
        'warning',
        'pattern-looks-foreign',
        childPointer(pointer, index),
        `In ${quote(entry)} ${found} stands for itself: in a policy "*" is the only sign that stands for other characters. Write what is meant with "*", or word by word.`,
      ),
    ];
  });

/** What of other languages is most telling in a text, by its signs: of exclusions, regular expressions and file names. */
const signs: readonly (readonly [sign: string, looksLike: RegExp])[] = [
  ['"!"', /^!/],
  ['"/" at both ends', /^\/.*(?:[[\](){}+?^$|\\]|\.\*).*\/[a-z]*$/s],
  ['"^"', /^\^/],
  ['"$"', /\$$/],
  ['"[…]"', /\[[^\]]+\]/],
  ['"?"', /\?/],
];

const foreignIn = (text: string): string | undefined =>
  signs.find(([, looksLike]) => looksLike.test(text))?.[0];
