import { quote, under, type Issue } from '../json/issue.ts';
import { isJsonArray, isJsonObject, type JsonObject } from '../json/json-value.ts';
import { didYouMean, suggest } from '../json/suggest.ts';
import type { Applies, Layer } from '../policy/document.ts';
import { matchesGlob } from '../policy/glob.ts';
import { dayIssues } from './day-issues.ts';
import { pathIssues } from './layer-issues.ts';
import { suppliedIssues } from './supplied-issues.ts';

/**
 * What is wrong with the `applies` of layers beyond its shape: paths and days that there are not, names in
 * `unless` that no layer above has, and members that a layer supplies though such matchers look at them.
 *
 * @param layers - Layers as they are written; what is wrong with their shape has issues of its own.
 * @returns Issues with pointers into the list of layers.
 */
export const appliesIssues = (layers: readonly unknown[]): Issue[] => {
  const objects = layers.map((layer) => (isJsonObject(layer) ? layer : {}));
  const selected = objects.map(selectedBy);
  const names = selected.map(({ name }) => name);
  return [
    ...objects.flatMap((layer, position) =>
      writtenSets(layer).flatMap(({ pointer, set }) =>
        [
          ...pathIssues(set['request']).map(under('/request')),
          ...dayIssues(set, 'from', 'until'),
          ...unlessIssues(names, position, set['unless']).map(under('/unless')),
        ].map(under(`/${position}/applies${pointer}`)),
      ),
    ),
    ...suppliedIssues(objects, selected),
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

const unlessIssues = (names: readonly string[], position: number, unless: unknown): Issue[] => {
  if (!isJsonArray(unless)) return [];
  return unless.flatMap((pattern, index) => {
    if (typeof pattern !== 'string') return [];
    const first = names.findIndex((name) => matchesGlob(pattern, name));
    if (first >= 0 && first < position) return [];
    const detail = `"unless" names ${quote(pattern)}. ${whyNotAbove(names, position, pattern, first)}`;
    return [{ pointer: `/${index}`, code: 'unknown-layer', detail }];
  });
};

const whyNotAbove = (
  names: readonly string[],
  position: number,
  pattern: string,
  first: number,
): string => {
  if (first === position) return 'It is this layer itself; only a layer above can be an exception.';
  if (first > position)
    return `The layer ${quote(names[first])} stands below, and "unless" looks at those above alone: move it up.`;
  return `There is no such layer above.${didYouMean(suggest(pattern, names.slice(0, position)))}`;
};

/** What selecting layers needs of one, less what is not of its shape. */
const selectedBy = (layer: JsonObject): Layer => {
  const { name } = layer;
  const sets = writtenSets(layer).map(({ set }): Applies => {
    const { recipe, targets, request, unless } = set;
    return {
      ...(isJsonArray(recipe) && { recipe: [] }),
      ...(isJsonObject(targets) && { targets: {} }),
      ...(isJsonObject(request) && {
        request: Object.fromEntries(Object.keys(request).map((path) => [path, []])),
      }),
      ...(isJsonArray(unless) && {
        unless: unless.filter((pattern): pattern is string => typeof pattern === 'string'),
      }),
    };
  });
  return { name: typeof name === 'string' ? name : '', ...(sets.length > 0 && { applies: sets }) };
};
