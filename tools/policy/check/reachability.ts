import { toPointer } from '../../../src/json/pointer.ts';
import type { Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import { recipeKind } from '../../../src/policy/match.ts';
import { type Condition, conditionOf, isImpliedBy, whyNever } from './conditions.ts';
import { mergeSection } from './evaluate.ts';

/** A layer and where it stands in the document. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly index: number;
  readonly pointer: string;
  readonly condition: Condition;
}

/** A layer that can apply, with every layer that then applies too, itself included, general to specific. */
export interface ReachableLayer extends PlacedLayer {
  readonly always: readonly PlacedLayer[];
}

/** A layer that no request can meet, and why, as the end of a sentence. */
export interface UnreachableLayer extends PlacedLayer {
  readonly reason: string;
}

/** The layers of a policy, as far as their conditions tell which of them apply together. */
export interface Reachability {
  readonly policy: OrganizationPolicy;
  readonly reachable: readonly ReachableLayer[];
  readonly unreachable: readonly UnreachableLayer[];
}

/** Sorts out which layers of a policy can apply, and which others then always do. */
export const reachabilityOf = (policy: OrganizationPolicy): Reachability => {
  const placed = policy.layers.map((layer, index): PlacedLayer => ({
    layer,
    index,
    pointer: toPointer(['layers', index]),
    condition: conditionOf(layer.applies),
  }));
  const [possible, impossible] = partition(placed, ({ condition }) => whyNever(condition));
  const withCompanions = possible.map((one): ReachableLayer => ({
    ...one,
    always: possible.filter(
      (other) => other.index === one.index || isImpliedBy(other.condition, one.condition),
    ),
  }));
  const [reachable, displaced] = partition(withCompanions, whyDisplaced);
  const indexes = new Set(reachable.map(({ index }) => index));
  return {
    policy,
    reachable: reachable.map((one) => ({
      ...one,
      always: one.always.filter(({ index }) => indexes.has(index)),
    })),
    unreachable: [...impossible, ...displaced],
  };
};

const partition = <T extends PlacedLayer>(
  layers: readonly T[],
  reasonOf: (layer: T) => string | undefined,
): [T[], UnreachableLayer[]] => {
  const reachable: T[] = [];
  const unreachable: UnreachableLayer[] = [];
  for (const layer of layers) {
    const reason = reasonOf(layer);
    if (reason === undefined) reachable.push(layer);
    else unreachable.push({ ...layer, reason });
  }
  return [reachable, unreachable];
};

/** A layer for recipes of one kind can only be met by requests that are refused, where the other kind is enforced. */
const whyDisplaced = ({ layer, always }: ReachableLayer): string | undefined => {
  const recipe = layer.applies?.recipe;
  if (recipe === undefined) return undefined;
  const { members, provenance } = mergeSection(always, 'enforced');
  const kind = recipeKind(members);
  if (kind === undefined || recipe.includes(kind)) return undefined;
  const source = provenance[`/${kind}RecipeArn`] ?? '';
  return `the layer ${JSON.stringify(source)} enforces an ${JSON.stringify(`${kind}RecipeArn`)}, so whoever sends the other kind is refused`;
};

/** Layers that some request meets all of, and none beside them, general to specific. */
export type Combination = readonly PlacedLayer[];

/** The combinations that are looked at: each layer with those that always join it, and each two that can meet. */
export const combinationsOf = ({ reachable }: Reachability): Combination[] => [
  ...reachable.map(({ always }) => always),
  ...reachable.flatMap((one, position) =>
    reachable.slice(position + 1).flatMap((other) => {
      const both = meeting(one, other);
      return both === undefined ? [] : [both];
    }),
  ),
];

/** Two layers with those that always join them; `undefined` where they are not a combination of their own. */
const meeting = (one: ReachableLayer, other: ReachableLayer): Combination | undefined => {
  if (!restricts(one.layer) && !restricts(other.layer)) return undefined;
  if (includesLayer(one.always, other) || includesLayer(other.always, one)) return undefined;
  if (whyNever(one.condition, other.condition) !== undefined) return undefined;
  const rest = other.always.filter((placed) => !includesLayer(one.always, placed));
  return [...one.always, ...rest].sort((a, b) => a.index - b.index);
};

const restricts = ({ allowed, tagPolicies }: Layer): boolean =>
  allowed !== undefined || tagPolicies !== undefined;

/** Whether a layer is one of some. */
export const includesLayer = (
  layers: readonly PlacedLayer[],
  { index }: Pick<PlacedLayer, 'index'>,
): boolean => layers.some((placed) => placed.index === index);

/** The names of layers as a sentence lists them. */
export const listLayers = (layers: readonly PlacedLayer[]): string => {
  const names = layers.map(({ layer }) => JSON.stringify(layer.name));
  const last = names.pop() ?? '';
  return names.length === 0 ? `the layer ${last}` : `the layers ${names.join(', ')} and ${last}`;
};
