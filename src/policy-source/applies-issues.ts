import { quote, under, type Issue } from '../json/issue.ts';
import { isEmptyObject, isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import { toPointer } from '../json/pointer.ts';
import { didYouMean, suggest } from '../json/suggest.ts';
import type { Applies, Layer } from '../policy/document.ts';
import { matchesGlob } from '../policy/glob.ts';
import { stepsOf } from '../policy/member-path.ts';
import { dependentLayers, setsOf } from '../policy/select-layers.ts';
import { foldTagKey, tagMembers } from '../policy/tag-keys.ts';
import { dayIssues } from './day-issues.ts';
import { pathIssues } from './layer-issues.ts';

/**
 * What is wrong with the `applies` of layers beyond its shape: paths and days that there are not, names in
 * `unless` that no layer above has, and members that a layer supplies though such matchers look at them.
 *
 * @param layers - Layers as they are written; what is wrong with their shape has issues of its own.
 * @returns Issues with pointers into the list of layers.
 */
export const appliesIssues = (layers: readonly unknown[]): Issue[] => {
  const objects = layers.map((layer) => (isJsonObject(layer) ? layer : {}));
  return [
    ...objects.flatMap((layer, position) =>
      writtenSets(layer).flatMap(({ pointer, set }) =>
        [
          ...pathIssues(set['request']).map(under('/request')),
          ...dayIssues(set, 'from', 'until'),
          ...unlessIssues(objects, position, set['unless']).map(under('/unless')),
        ].map(under(`/${position}/applies${pointer}`)),
      ),
    ),
    ...suppliedIssues(objects),
  ];
};

const writtenSets = ({
  applies,
}: JsonObject): readonly { readonly pointer: string; readonly set: JsonObject }[] => {
  if (isJsonObject(applies)) return [{ pointer: '', set: applies }];
  if (!isJsonArray(applies)) return [];
  return applies.flatMap((set, index) =>
    isJsonObject(set) ? [{ pointer: `/${index}`, set }] : [],
  );
};

const unlessIssues = (
  layers: readonly JsonObject[],
  position: number,
  unless: unknown,
): Issue[] => {
  if (!isJsonArray(unless)) return [];
  const names = layers.map(({ name }) => (typeof name === 'string' ? name : ''));
  const above = names.slice(0, position);
  return unless.flatMap((pattern, index) => {
    if (typeof pattern !== 'string' || above.some((name) => matchesGlob(pattern, name))) return [];
    const isBelow = names.slice(position).some((name) => matchesGlob(pattern, name));
    const why = isBelow
      ? 'It is a layer of this place or below, and "unless" looks at those above alone: move the exception up.'
      : `There is no such layer above.${didYouMean(suggest(pattern, above))}`;
    const detail = `"unless" names ${quote(pattern)}. ${why}`;
    return [{ pointer: `/${index}`, code: 'unknown-layer', detail }];
  });
};

/** A member that a matcher looks at. */
interface LookedAt {
  readonly steps: readonly string[];
  readonly matcher: 'recipe' | 'targets' | 'request';
  readonly layer: string;
}

/**
 * A layer that depends on the request, and supplies what such matchers look at, would change which layers
 * apply to it, whose own values have not been applied by then.
 */
const suppliedIssues = (objects: readonly JsonObject[]): Issue[] => {
  const layers = objects.map(asLayer);
  const lookedAt = eachOnce(layers.flatMap(lookedAtBy));
  if (lookedAt.length === 0) return [];
  return [...dependentLayers(layers)].flatMap((position) =>
    (['defaults', 'enforced'] as const).flatMap((section) =>
      leavesOf(objects[position]?.[section]).flatMap((leaf) => {
        const found = lookedAt.find(({ steps }) => overlap(steps, leaf));
        if (found === undefined) return [];
        return [
          {
            pointer: `/${position}/${section}${toPointer(leaf)}`,
            code: 'supplies-what-is-looked-at',
            detail: `Whether this layer applies depends on the request, so it cannot supply what the ${found.matcher} matcher of the layer ${quote(found.layer)} looks at. Supply it in a layer without "recipe", "targets" and "request".`,
          },
        ];
      }),
    ),
  );
};

/** The first of those who look at one path. */
const eachOnce = (lookedAt: readonly LookedAt[]): readonly LookedAt[] => [
  ...new Map(lookedAt.toReversed().map((one) => [one.steps.join('\n'), one])).values(),
];

/** What selecting layers needs of one, less what is not of its shape. */
const asLayer = (layer: JsonObject): Layer => {
  const sets = writtenSets(layer).map(({ set }): Applies => {
    const { recipe, targets, request, unless } = set;
    return {
      ...(isJsonArray(recipe) && { recipe: [] }),
      ...(isJsonObject(targets) && { targets: {} }),
      ...(isJsonObject(request) && {
        request: Object.fromEntries(Object.keys(request).map((path) => [path, []])),
      }),
      ...(isJsonArray(unless) && {
        unless: unless.filter((name): name is string => typeof name === 'string'),
      }),
    };
  });
  return { name: String(layer['name']), ...(sets.length > 0 && { applies: sets }) };
};

const lookedAtBy = (layer: Layer): LookedAt[] =>
  (setsOf(layer) ?? []).flatMap(({ recipe, targets, request }) => {
    const look = (matcher: LookedAt['matcher'], paths: readonly string[]): LookedAt[] =>
      paths.map((path) => ({ matcher, steps: folded(stepsOf(path)), layer: layer.name }));
    return [
      ...look('recipe', recipe === undefined ? [] : ['imageRecipeArn', 'containerRecipeArn']),
      ...look('targets', targets === undefined ? [] : ['infrastructureConfigurationArn']),
      ...look('request', Object.keys(request ?? {})),
    ];
  });

/** The paths of all values that members supply; a list is one, and `{}` supplies nothing. */
const leavesOf = (members: unknown, path: readonly string[] = []): (readonly string[])[] => {
  if (isEmptyObject(members) || members === undefined) return [];
  if (!isJsonObject(members)) return [path];
  return Object.entries(members).flatMap(([name, value]) => leavesOf(value, [...path, name]));
};

const overlap = (steps: readonly string[], leaf: readonly string[]): boolean => {
  const other = folded(leaf);
  const length = Math.min(steps.length, other.length);
  return steps.slice(0, length).every((step, index) => step === other[index]);
};

/** Steps in which a tag's key is one key whatever its case and the spaces around it. */
const folded = ([head = '', ...tail]: readonly string[]): readonly string[] => [
  head,
  ...(tagMembers.some((member) => member === head) ? tail.map(foldTagKey) : tail),
];
