import { layOver } from '../../../src/policy/merge.ts';
import { recipeKind } from '../../../src/policy/match.ts';
import type { Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import { toPointer } from '../../../src/json/pointer.ts';
import { isImpliedBy, whyNever } from './conditions.ts';

/** A layer and where it stands in the document. */
export interface Placed {
  readonly layer: Layer;
  readonly index: number;
  readonly pointer: string;
}

/** A layer that can apply, with every layer that then applies too, itself included, general to specific. */
export interface Surveyed extends Placed {
  readonly always: readonly Placed[];
}

/** A layer that no request can meet, and why. */
export interface Dead extends Placed {
  readonly reason: string;
}

/** The layers of a policy, as far as their conditions tell which of them apply together. */
export interface Survey {
  readonly policy: OrganizationPolicy;
  readonly living: readonly Surveyed[];
  readonly dead: readonly Dead[];
}

/** Sorts out which layers of a policy can apply, and which others then always do. */
export const survey = (policy: OrganizationPolicy): Survey => {
  const placed = policy.layers.map((layer, index): Placed => ({
    layer,
    index,
    pointer: toPointer(['layers', index]),
  }));
  const [possible, impossible] = divided(placed, ({ layer }) => whyNever(layer.applies));
  const companions = possible.map((one): Surveyed => ({
    ...one,
    always: possible.filter(
      (other) => other.index === one.index || isImpliedBy(other.layer.applies, one.layer.applies),
    ),
  }));
  const [living, displaced] = divided(companions, otherKindLocked);
  const isLiving = new Set(living.map(({ index }) => index));
  return {
    policy,
    living: living.map((one) => ({
      ...one,
      always: one.always.filter(({ index }) => isLiving.has(index)),
    })),
    dead: [...impossible, ...displaced],
  };
};

const divided = <T extends Placed>(
  all: readonly T[],
  reasonOf: (one: T) => string | undefined,
): [T[], Dead[]] => {
  const kept: T[] = [];
  const dead: Dead[] = [];
  for (const one of all) {
    const reason = reasonOf(one);
    if (reason === undefined) kept.push(one);
    else dead.push({ ...one, reason });
  }
  return [kept, dead];
};

/** A layer for recipes of one kind can only be met by requests that are refused, where the other kind is enforced. */
const otherKindLocked = ({ layer, always }: Surveyed): string | undefined => {
  const recipe = layer.applies?.recipe;
  if (recipe === undefined) return undefined;
  const { members, provenance } = layOver(
    always.map(({ layer: { name, enforced = {} } }) => ({ members: enforced, origin: name })),
    'first',
  );
  const kind = recipeKind(members);
  if (kind === undefined || recipe.includes(kind)) return undefined;
  const origin = provenance[`/${kind}RecipeArn`] ?? '';
  return `the layer ${JSON.stringify(origin)} enforces an ${JSON.stringify(`${kind}RecipeArn`)}, so whoever sends the other kind is refused`;
};
