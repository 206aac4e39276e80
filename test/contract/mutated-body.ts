import fc from 'fast-check';
import { isJsonObject } from '../../src/json/json-value.ts';

/** One thing done to a body: what, and at which of its places, counted round and round. */
interface Mutation {
  readonly at: number;
  readonly change: 'replace' | 'remove' | 'add';
  readonly value: unknown;
}

const oddValues: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  ...[null, '', ' ', 'x', 'ENABLED', 'UTC', 0, -1, 1, 1.5, 60, 1e9, true, false],
  ...[[], [''], ['x'], [null], {}, { x: 'y' }, { 'aws:x': 'y' }, { CostCenter: '100' }, { x: 1 }],
  ...['x'.repeat(129), 'x'.repeat(1025), 'arn:aws:iam::123456789012:role/x', '\u{1F680}'],
  { failureCount: 11 },
  [{ name: 'x', value: [] }],
);

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat({ max: 200 }),
  change: fc.constantFrom('replace', 'remove', 'add'),
  value: oddValues,
});

/** A copy of a JSON value in which one place is changed. */
const mutate = (body: unknown, { at, change, value }: Mutation): unknown => {
  const copy: unknown = structuredClone(body);
  const places: (() => void)[] = [];
  const visit = (holder: unknown): void => {
    if (Array.isArray(holder)) {
      const items: unknown[] = holder;
      items.forEach((item, index) => {
        places.push(() => {
          if (change === 'remove') items.splice(index, 1);
          else items[index] = value;
        });
        visit(item);
      });
    } else if (isJsonObject(holder)) {
      const members: Record<string, unknown> = holder;
      for (const [member, inner] of Object.entries(members)) {
        places.push(() => {
          if (change === 'remove') Reflect.deleteProperty(members, member);
          else members[change === 'add' ? `${member}x` : member] = value;
        });
        visit(inner);
      }
    }
  };
  visit(copy);
  if (places.length > 0) places[at % places.length]?.();
  return copy;
};

/** Bodies that are right, or wrong in up to three places. */
export const mutated = (body: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(body, fc.array(mutation, { maxLength: 3 }))
    .map(([right, mutations]) => mutations.reduce(mutate, right));
