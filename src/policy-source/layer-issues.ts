import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import { escapeSegment, toPointer } from '../json/pointer.ts';
import { suggest } from '../json/suggest.ts';
import { quote, under, type Issue } from '../json/issue.ts';
import { checkCrossFieldRules, partialRules } from '../core/cross-field-rules.ts';
import { withAdvice } from '../core/rule-advice.ts';
import { requestMembers } from '../schema/request-schema.ts';
import { demandKinds } from '../policy/demands.ts';
import { repeatedTagKeys } from '../policy/tag-keys.ts';
import { variablePattern, variables } from '../policy/variables.ts';
import { tagPolicyIssues } from '../policy/tags/admit.ts';
import { dayIssues } from './day-issues.ts';

/**
 * What is wrong with one layer beyond its shape: values that Image Builder would refuse, unknown variables
 * and paths, tag policies that AWS Organizations would refuse.
 *
 * @returns Issues with pointers into the layer.
 */
export const layerIssues = (layer: JsonObject): Issue[] => [
  ...['defaults', 'enforced'].flatMap((kind) => {
    const members = layer[kind];
    return isJsonObject(members) ? memberIssues(members).map(under(`/${kind}`)) : [];
  }),
  ...demandKinds.flatMap((kind) => pathIssues(layer[kind]).map(under(`/${kind}`))),
  ...dayIssues(layer, 'errorFrom'),
  ...policiesOf(layer).flatMap((document, index) =>
    tagPolicyIssues(document).map(under(`/tagPolicies/${index}`)),
  ),
];

const policiesOf = (layer: JsonObject): unknown[] =>
  Array.isArray(layer['tagPolicies']) ? layer['tagPolicies'] : [];

const memberIssues = (members: JsonObject): Issue[] => [
  ...withAdvice(
    checkCrossFieldRules(members).issues.filter(({ code }) => partialRules.has(code)),
    members,
  ),
  ...bothRecipes(members),
  ...repeatedTagKeys(members),
  ...['tags', 'imageTags'].flatMap((member) => variableIssues(member, members[member])),
];

const bothRecipes = (members: JsonObject): Issue[] =>
  Object.hasOwn(members, 'imageRecipeArn') && Object.hasOwn(members, 'containerRecipeArn')
    ? [
        {
          pointer: '/containerRecipeArn',
          code: 'exactly-one-recipe',
          detail:
            'One layer cannot give both "imageRecipeArn" and "containerRecipeArn": leave one out.',
        },
      ]
    : [];

const variableIssues = (member: string, tags: unknown): Issue[] =>
  Object.entries(isJsonObject(tags) ? tags : {}).flatMap(([key, value]) =>
    [...(typeof value === 'string' ? value : '').matchAll(variablePattern)]
      .map(([variable]) => variable)
      .filter((variable) => !variables.some((known) => known === variable))
      .map((variable) => {
        const meant = suggest(variable, variables);
        const help =
          meant === undefined ? `Known are ${variables.join(', ')}.` : `Did you mean ${meant}?`;
        return {
          pointer: toPointer([member, key]),
          code: 'unknown-variable',
          detail: `${quote(variable)} is not a variable. ${help}`,
        };
      }),
  );

/** The members of plain value, as lists of values name them; a token belongs to one request, and no policy sees it. */
const paths = requestMembers
  .filter(({ path }) => path !== 'clientToken')
  .filter(({ schema }) => schema.properties === undefined && schema.items === undefined)
  .filter(({ schema }) => schema.additionalProperties === undefined)
  .map(({ path }) => path);

const isTagPath = (path: string): boolean => /^(?:tags|imageTags)\../s.test(path);

/** What is wrong with the paths of an object of lists of values. */
export const pathIssues = (lists: unknown): Issue[] =>
  Object.keys(isJsonObject(lists) ? lists : {})
    .filter((path) => !paths.includes(path) && !isTagPath(path))
    .map((path) => {
      const meant = suggest(path, paths);
      const help =
        meant === undefined ? `For example "executionRole".` : `Did you mean ${quote(meant)}?`;
      return {
        pointer: `/${escapeSegment(path)}`,
        code: 'unknown-path',
        detail: `${quote(path)} is not the path of a member with a value of its own. ${help}`,
      };
    });
