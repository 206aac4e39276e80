import { toPointer } from '../../../src/json/pointer.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { type ActiveLayer, isErrorOn } from '../../../src/policy/issue-source.ts';
import { recipeKind } from '../../../src/policy/match.ts';
import { exceptionsOf, setsOf } from '../../../src/policy/select-layers.ts';
import { type Condition, conditionOf, whyNever } from './conditions.ts';
import { mergeSection } from './evaluate.ts';
import { appliesWhenever, canJoin } from './layer-conditions.ts';

/** A set of matchers of a layer, and where it stands in the document. */
export interface PlacedSet {
  readonly condition: Condition;
  readonly pointer: string;
  /** Why no request can meet it, as the end of a sentence; absent where one may. */
  readonly reason?: string;
  /** Whether its `until` has passed. */
  readonly isOver: boolean;
}

/** A layer and where it stands in the document. */
export interface PlacedLayer extends ActiveLayer {
  readonly index: number;
  readonly pointer: string;
  readonly sets: readonly PlacedSet[];
  /** Those of its sets that a request of today or later may meet. */
  readonly conditions: readonly Condition[];
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
  /** All layers, in order. */
  readonly layers: readonly PlacedLayer[];
  readonly reachable: readonly ReachableLayer[];
  /** Those that no request can meet; one that is over could be met once. */
  readonly unreachable: readonly UnreachableLayer[];
}

/**
 * Sorts out which layers of a policy can apply, and which others then always do.
 *
 * @param today - The day in UTC, such as `2026-11-25`.
 */
export const reachabilityOf = (policy: OrganizationPolicy, today: string): Reachability => {
  const layers: PlacedLayer[] = [];
  for (const index of policy.layers.keys()) layers.push(placedLayer(policy, index, layers, today));
  const unmet = layers.filter(
    ({ sets, conditions }) => conditions.length === 0 && !sets.some(({ isOver }) => isOver),
  );
  const possible = layers.filter(({ conditions }) => conditions.length > 0);
  const withCompanions = possible.map((one): ReachableLayer => ({
    ...one,
    always: possible.filter((other) => other.index === one.index || appliesWhenever(other, one)),
  }));
  const displaced = new Map(
    withCompanions.flatMap((one) => {
      const reason = whyDisplaced(one);
      return reason === undefined ? [] : [[one.index, reason] as const];
    }),
  );
  return {
    policy,
    layers,
    reachable: withCompanions
      .filter(({ index }) => !displaced.has(index))
      .map((one) => ({ ...one, always: one.always.filter(({ index }) => !displaced.has(index)) })),
    unreachable: [
      ...unmet.map((one) => ({ ...one, reason: one.sets[0]?.reason ?? '' })),
      ...withCompanions.flatMap((one) => {
        const reason = displaced.get(one.index);
        return reason === undefined ? [] : [{ ...one, reason }];
      }),
    ],
  };
};

const placedLayer = (
  { layers }: OrganizationPolicy,
  index: number,
  above: readonly PlacedLayer[],
  today: string,
): PlacedLayer => {
  const layer = layers[index] ?? { name: '' };
  const pointer = toPointer(['layers', index]);
  const isList = Array.isArray(layer.applies);
  const sets = (setsOf(layer) ?? [{}]).map((set, at): PlacedSet => {
    const condition = conditionOf(set, exceptionsOf(layers, index, set));
    const reason = whyNever(condition) ?? whyExcepted(condition, above);
    return {
      condition,
      pointer: `${pointer}/applies${isList ? `/${at}` : ''}`,
      ...(reason !== undefined && { reason }),
      isOver: set.until !== undefined && set.until <= today,
    };
  });
  const met = sets.filter(({ reason, isOver }) => reason === undefined && !isOver);
  return {
    layer,
    isError: isErrorOn(layer, today),
    index,
    pointer,
    sets,
    conditions: met.map(({ condition }) => condition),
  };
};

/** A set never matches where an exception to it does whenever it would. */
const whyExcepted = (condition: Condition, above: readonly PlacedLayer[]): string | undefined => {
  const other = condition.exceptions
    .flatMap((index) => above[index] ?? [])
    .find((exception) => appliesWhenever(exception, { conditions: [condition] }));
  return other === undefined
    ? undefined
    : `its "unless" names the layer ${JSON.stringify(other.layer.name)}, which applies whenever it would`;
};

/** A layer for recipes of one kind can only be met by requests that are refused, where the other kind is enforced. */
const whyDisplaced = ({ conditions, always }: ReachableLayer): string | undefined => {
  if (conditions.some(({ recipe }) => recipe === undefined)) return undefined;
  const { members, provenance } = mergeSection(
    always.filter(({ isError }) => isError),
    'enforced',
  );
  const kind = recipeKind(members);
  if (kind === undefined || conditions.some(({ recipe }) => recipe?.includes(kind))) {
    return undefined;
  }
  const source = provenance[`/${kind}RecipeArn`] ?? '';
  return `the layer ${JSON.stringify(source)} enforces an ${JSON.stringify(`${kind}RecipeArn`)}, so whoever sends the other kind is refused`;
};

/** Layers that some request meets all of, and none beside them, general to specific. */
export type Combination = readonly PlacedLayer[];

/** Two layers with those that always join them; `undefined` where they are not a combination of their own. */
export const meeting = (one: ReachableLayer, other: ReachableLayer): Combination | undefined => {
  if (includesLayer(one.always, other) || includesLayer(other.always, one)) return undefined;
  if (!canJoin(one, other)) return undefined;
  const rest = other.always.filter((placed) => !includesLayer(one.always, placed));
  return [...one.always, ...rest].sort((a, b) => a.index - b.index);
};

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
