import { listAllowed } from '../../../src/policy/allowed.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import { type List, listsOf } from './lists.ts';
import { listLayers, type Reachability } from './reachability.ts';
import { isWithinList, listsMeet } from './value-lists.ts';

/** Lists of `required` that no value can satisfy beside the other lists of the layers that always apply with theirs. */
export const contradictoryRequirements = ({ reachable }: Reachability): Diagnostic[] =>
  reachable.flatMap(({ always }) => {
    const lists = always.flatMap(listsOf);
    return lists
      .filter(({ kind }) => kind === 'required')
      .flatMap((list) => {
        const other = lists.find((one) => one.path === list.path && contradicts(list, one));
        return other === undefined ? [] : [contradiction(list, other)];
      });
  });

const contradicts = ({ path, values, placed }: List, other: List): boolean => {
  if (other.kind === 'forbidden') return isWithinList(values, other.values);
  if (other.kind === 'required') {
    // Of several values there, each list may have one; and of two lists, it is said of the lower one.
    if (path.includes('[]') || other.placed.index >= placed.index) return false;
  }
  return !listsMeet(path, values, other.values);
};

const sentences: Readonly<Record<List['kind'], string>> = {
  allowed: 'allows',
  required: 'requires',
  forbidden: 'forbids',
};

const contradiction = ({ pointer, path, values }: List, other: List): Diagnostic =>
  diagnostic(
    'error',
    'required-contradiction',
    pointer,
    `No value that this list requires, ${listAllowed(values)}, can stand beside what ${listLayers([other.placed])} ${sentences[other.kind]} for "${path}", ${listAllowed(other.values)}: every request that both hold for is refused. Require another value, or change the other list.`,
  );
