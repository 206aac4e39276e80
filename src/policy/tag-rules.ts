import { under, type Issue } from '../json/issue.ts';
import { isJsonObject, type JsonObject } from '../json/json-value.ts';
import type { CompiledLayers } from './compile.ts';
import type { Members } from './document.ts';
import { tagCompliance } from './tags/comply.ts';

/** The two maps of tags and the resource type that each is evaluated as. */
const evaluated = [
  { member: 'tags', type: 'imagebuilder:image-pipeline' },
  { member: 'imageTags', type: 'imagebuilder:image' },
] as const;

/**
 * Evaluates the tags of a resolved request against the effective tag policy. A breach is an issue or a
 * warning, as the policy's `tagPolicyCompliance` says; a value that is only known when an image is
 * built is always a warning.
 */
export const checkTags = (
  { tagPolicy, tagPolicyCompliance }: Pick<CompiledLayers, 'tagPolicy' | 'tagPolicyCompliance'>,
  request: Members,
): { readonly issues: readonly Issue[]; readonly warnings: readonly Issue[] } => {
  if (tagPolicyCompliance === 'disabled') return { issues: [], warnings: [] };
  const found = evaluated.flatMap(({ member, type }) =>
    tagCompliance(tagPolicy, textsOf(request[member]), type).map(under(`/${member}`)),
  );
  const isBreach = ({ code }: Issue): boolean =>
    tagPolicyCompliance === 'error' && code !== 'tag-value-unresolved';
  return { issues: found.filter(isBreach), warnings: found.filter((issue) => !isBreach(issue)) };
};

/** The tags that are text; the schema names the others. */
const textsOf = (tags: unknown): Readonly<Record<string, string>> => {
  if (!isJsonObject(tags)) return {};
  return areTexts(tags)
    ? tags
    : Object.fromEntries(
        Object.entries(tags).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      );
};

const areTexts = (tags: JsonObject): tags is Readonly<Record<string, string>> =>
  Object.values(tags).every((value) => typeof value === 'string');
