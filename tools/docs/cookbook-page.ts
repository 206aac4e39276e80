import { isDeepStrictEqual } from 'node:util';
import { parseArn } from '../../src/policy/arn.ts';
import { chapters, type Recipe } from './cookbook-recipes.ts';
import {
  documentOf,
  read,
  testsOf,
  type CookbookTest,
  type ExpectedIssue,
} from './cookbook-tests.ts';

const account = '123456789012';
const region = 'eu-west-1';
const arn = (resource: string): string =>
  `arn:aws:imagebuilder:${region}:${account}:${resource}/base/1.0.0`;

/** What the requests of the page have where their row says nothing else. */
const plainRequest = {
  name: 'base',
  imageRecipeArn: arn('image-recipe'),
  infrastructureConfigurationArn: `arn:aws:imagebuilder:${region}:${account}:infrastructure-configuration/standard`,
};

const code = (value: unknown): string =>
  `\`${typeof value === 'string' ? value : JSON.stringify(value, null, 1).replaceAll(/\n */g, ' ')}\``;

const member = 'infrastructureConfigurationArn';

/** Where the pipeline would be, where that is not where the plain request's is. */
const whereOf = (sent: unknown): string[] => {
  if (sent === plainRequest[member]) return [];
  if (sent === undefined) return [`without ${code(member)}`];
  const parsed = typeof sent === 'string' ? parseArn(sent) : undefined;
  if (parsed?.resource !== 'infrastructure-configuration/standard') {
    return [code({ [member]: sent })];
  }
  return [
    ...(parsed.account === account ? [] : [`account ${code(parsed.account)}`]),
    ...(parsed.region === region ? [] : [`Region ${code(parsed.region)}`]),
  ];
};

/** What a request has beside the plain one. */
const differences = ({ request, at }: CookbookTest): string => {
  const { imageRecipeArn: _, containerRecipeArn, [member]: target, ...others } = request;
  const rest = Object.entries(others).filter(
    ([name, value]) => !isDeepStrictEqual(value, { ...plainRequest }[name]),
  );
  const parts = [
    ...(at === undefined ? [] : [at.slice(0, 10)]),
    ...whereOf(target),
    ...(containerRecipeArn === undefined ? [] : ['a container recipe']),
    ...(rest.length === 0 ? [] : [code(Object.fromEntries(rest))]),
  ];
  return parts.join(', ');
};

const callerOf = ({ caller = 'anonymous', groups = [] }: CookbookTest): string =>
  [code(caller), ...(groups.length === 0 ? [] : ['in', groups.map(code).join(', ')])].join(' ');

const issueText = ({ pointer, code: word, layer, grant }: ExpectedIssue): string =>
  [
    ...(pointer === '' ? [] : [code(pointer)]),
    code(word),
    ...(layer === undefined ? [] : [`by ${layer}`]),
    ...(grant === undefined ? [] : [`by grant ${grant}`]),
  ].join(' ');

const outcomeOf = ({ expect }: CookbookTest): string => {
  if (expect.created === undefined) return `refused: ${expect.refused.map(issueText).join('; ')}`;
  const { values = {}, grant, warnings = [] } = expect;
  const set = Object.entries(values).map(([pointer, value]) => `${code(pointer)}: ${code(value)}`);
  return [
    grant === undefined ? 'created' : `created by grant ${grant}`,
    ...(set.length === 0 ? [] : [`with ${set.join(', ')}`]),
    ...(warnings.length === 0 ? [] : [`and warned: ${warnings.map(issueText).join('; ')}`]),
  ].join(' ');
};

/** The document of a recipe as it stands in its file, less what is for editors; or a link to it. */
const documentText = (recipe: Recipe): string => {
  const path = documentOf(recipe);
  if (recipe.document !== undefined) return `The document is [\`${path}\`](../${path}).`;
  const text = read(path).replace(/^ {2}"\$schema": .*\n/m, '');
  return `\`\`\`json\n${text}\`\`\``;
};

const recipeText = (recipe: Recipe): string => {
  const rows = testsOf(recipe).map((test) =>
    [test.name, callerOf(test), differences(test), outcomeOf(test)].join(' | '),
  );
  return [
    `### ${recipe.title}`,
    recipe.why,
    documentText(recipe),
    ['request | caller | sends | outcome', '- | - | - | -', ...rows]
      .map((row) => `| ${row} |`)
      .join('\n'),
  ].join('\n\n');
};

const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

/** What of docs/policy-cookbook.md is generated: the contents list, the plain request, and every recipe. */
export const cookbookParts: Readonly<Record<string, () => string>> = {
  contents: () =>
    Object.entries(chapters)
      .flatMap(([chapter, recipes]) => [
        `- ${chapter}`,
        ...recipes.map(({ title }) => `  - [${title}](#${anchorOf(title)})`),
      ])
      .join('\n'),
  'plain-request': () => `\`\`\`json\n${JSON.stringify(plainRequest)}\n\`\`\``,
  recipes: () =>
    Object.entries(chapters)
      .flatMap(([chapter, recipes]) => [`## ${chapter}`, ...recipes.map(recipeText)])
      .join('\n\n'),
};
