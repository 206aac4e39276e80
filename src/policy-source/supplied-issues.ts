import { quote, type Issue } from '../json/issue.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { childPointer } from '../json/pointer.ts';
import type { Layer } from '../policy/document.ts';
import { stepsOf } from '../policy/member-path.ts';
import { otherRecipe } from '../policy/merge.ts';
import { dependentLayers, setsOf } from '../policy/select-layers.ts';
import { foldTagKey, tagMembers } from '../policy/tag-keys.ts';

/**
 * The members that a layer supplies though matchers look at them and the layer itself depends on the
 * request: it would change which layers apply, when that is settled already.
 *
 * @param layers - The layers as they are written.
 * @param selected - What selecting them needs of each: its name and its sets of matchers.
 * @returns Issues with pointers into the list of layers.
 */
export const suppliedIssues = (
  layers: readonly JsonObject[],
  selected: readonly Layer[],
): Issue[] => {
  const lookedAt = treeOf(selected.flatMap(lookedAtBy));
  return [...dependentLayers(selected)].flatMap((position) =>
    ['defaults', 'enforced'].flatMap((section) => {
      const members = layers[position]?.[section];
      if (!isJsonObject(members)) return [];
      return supplied(members, lookedAt, `/${position}/${section}`).map(({ pointer, look }) => ({
        pointer,
        code: 'supplies-what-is-looked-at',
        detail: `Whether this layer applies depends on the request, so it cannot supply what ${quote(look.matcher)} of the layer ${quote(look.layer)} looks at. Supply it in a layer without "recipe", "targets" and "request", and without an "unless" that names one with them.`,
      }));
    }),
  );
};

/** One matcher that looks at a member. */
interface Look {
  readonly path: string;
  readonly matcher: 'recipe' | 'targets' | 'request';
  readonly layer: string;
}

// Either takes the other's place, so who looks at one of them sees what the other does to it.
const recipes: readonly string[] = Object.keys(otherRecipe);

const lookedAtBy = (layer: Layer): Look[] =>
  (setsOf(layer) ?? []).flatMap(({ recipe, targets, request }) => {
    const by = (matcher: Look['matcher'], paths: readonly string[]): Look[] =>
      paths.map((path) => ({ matcher, path, layer: layer.name }));
    const asked = Object.keys(request ?? {});
    return [
      ...by('recipe', recipe === undefined ? [] : recipes),
      ...by('targets', targets === undefined ? [] : ['infrastructureConfigurationArn']),
      ...by('request', asked),
      ...by('request', asked.some((path) => recipes.includes(path)) ? recipes : []),
    ];
  });

/** What is looked at, step by step. */
interface LookedAt {
  /** The first that looks here or further along. */
  readonly first?: Look;
  /** Whether a path ends here. */
  isEnd?: true;
  readonly along: Map<string, LookedAt>;
}

const treeOf = (looks: readonly Look[]): LookedAt => {
  const root: LookedAt = { along: new Map() };
  for (const look of looks) {
    let place = root;
    const [head = '', ...tail] = stepsOf(look.path);
    for (const step of [head, ...tail.map((name) => folded(head, name))]) {
      const next: LookedAt = place.along.get(step) ?? { first: look, along: new Map() };
      place.along.set(step, next);
      place = next;
    }
    place.isEnd = true;
  }
  return root;
};

/** The members that are looked at. */
const supplied = (
  members: JsonObject,
  lookedAt: LookedAt,
  prefix: string,
  head?: string,
): readonly { readonly pointer: string; readonly look: Look }[] =>
  Object.entries(members).flatMap(([name, value]) => {
    const place = lookedAt.along.get(head === undefined ? name : folded(head, name));
    if (place?.first === undefined) return [];
    const pointer = childPointer(prefix, name);
    return isJsonObject(value) && place.isEnd === undefined
      ? supplied(value, place, pointer, head ?? name)
      : [{ pointer, look: place.first }];
  });

/** A tag's key is one key whatever its case and the spaces around it. */
const folded = (head: string, name: string): string =>
  tagMembers.some((member) => member === head) ? foldTagKey(name) : name;
