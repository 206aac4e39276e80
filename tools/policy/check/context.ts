import { valueAt } from '../../../src/json/pointer.ts';
import { resolve, type Resolution } from '../../../src/core/decide.ts';
import type { Layer, Members, RecipeKind } from '../../../src/policy/document.ts';
import { whyNever } from './conditions.ts';
import type { Placed, Survey, Surveyed } from './survey.ts';

/** Layers that some request meets all of, and none beside them, general to specific. */
export type Context = readonly Placed[];

/** The situations that are looked at: each layer with those that always join it, and each two that can meet. */
export const contextsOf = ({ living }: Survey): Context[] => [
  ...living.map(({ always }) => always),
  ...living.flatMap((one, position) =>
    living.slice(position + 1).flatMap((other) => {
      const both = meeting(one, other);
      return both === undefined ? [] : [both];
    }),
  ),
];

/** Two layers with those that always join them; `undefined` where that is no situation of its own. */
const meeting = (one: Surveyed, other: Surveyed): Context | undefined => {
  if (!restricts(one.layer) && !restricts(other.layer)) return undefined;
  if (has(one.always, other) || has(other.always, one)) return undefined;
  if (whyNever(one.layer.applies, other.layer.applies) !== undefined) return undefined;
  const rest = other.always.filter((placed) => !has(one.always, placed));
  return [...one.always, ...rest].sort((a, b) => a.index - b.index);
};

const restricts = ({ allowed, tagPolicies }: Layer): boolean =>
  allowed !== undefined || tagPolicies !== undefined;

/** Whether a layer is one of some. */
export const has = (layers: readonly Placed[], { index }: Placed): boolean =>
  layers.some((placed) => placed.index === index);

/** Nobody is known to ask: what a variable stands for is for the caller of this to consider. */
const nobody = { caller: { groups: [] }, requestTime: '1970-01-01T00:00:00.000Z' };

/** What the proxy's own code makes of a request that leaves out all it can, where just these layers apply. */
export const resolveIn = ({ policy }: Survey, context: Context): Resolution => {
  const kinds = kindsOf(context);
  const layers = context.map(({ layer }) => unconditional(layer, kinds));
  return resolve({ ...policy, layers }, nobody, {});
};

const bothKinds: readonly RecipeKind[] = ['image', 'container'];

const kindsOf = (context: Context): readonly RecipeKind[] =>
  bothKinds.filter((kind) =>
    context.every(({ layer }) => layer.applies?.recipe?.includes(kind) !== false),
  );

/** Where a request has a recipe of one kind, a default of the other is never seen. */
const unconditional = (layer: Layer, kinds: readonly RecipeKind[]): Layer => {
  const { applies, defaults, ...rest } = layer;
  if (defaults === undefined) return rest;
  const unseen = bothKinds
    .filter((kind) => !kinds.includes(kind))
    .map((kind) => `${kind}RecipeArn`);
  return {
    ...rest,
    defaults: Object.fromEntries(
      Object.entries(defaults).filter(([member]) => !unseen.includes(member)),
    ),
  };
};

/** Where a value of a resolved request was written. */
export interface Source {
  readonly placed: Placed;
  readonly kind: 'enforced' | 'defaults';
  /** Pointer into the document. */
  readonly pointer: string;
  /** The value as it was written: its variables are not filled in. */
  readonly written: unknown;
}

/** The layer that a value of a resolved request comes from, and its place there. */
export const sourceOf = (
  context: Context,
  { provenance }: Pick<Resolution, 'provenance'>,
  pointer: string,
): Source | undefined => {
  let leaf = pointer;
  while (leaf !== '' && !Object.hasOwn(provenance, leaf)) {
    leaf = leaf.slice(0, leaf.lastIndexOf('/'));
  }
  const placed = context.find(({ layer }) => layer.name === provenance[leaf]);
  if (placed === undefined) return undefined;
  const isLock = valueAt(placed.layer.enforced, leaf) !== undefined;
  const kind = isLock ? 'enforced' : 'defaults';
  return {
    placed,
    kind,
    pointer: `${placed.pointer}/${kind}${pointer}`,
    written: valueAt(placed.layer[kind], pointer),
  };
};

/** Some members of a layer as a statement of its own. */
export const statementOf = (
  { layer }: Placed,
  kind: 'enforced' | 'defaults',
): { members: Members; origin: string } => ({ members: layer[kind] ?? {}, origin: layer.name });

/** The names of layers as a sentence lists them. */
export const namesOf = (layers: readonly Placed[]): string => {
  const names = layers.map(({ layer }) => JSON.stringify(layer.name));
  const last = names.pop() ?? '';
  return names.length === 0 ? `the layer ${last}` : `the layers ${names.join(', ')} and ${last}`;
};
