import { quote } from '../../../src/json/issue.ts';
import { didYouMean, suggest } from '../../../src/json/suggest.ts';
import {
  isImageBuilder,
  namesEveryService,
  noWildcardForServices,
} from '../../../src/policy/tags/resource-type.ts';
import { valueOperators } from '../../../src/policy/tags/tag-policy.ts';
import { diagnostic, type Diagnostic } from './diagnostic.ts';
import type { PlacedLayer } from './reachability.ts';
import { type Setting, settingsOf } from './tag-settings.ts';

const service = 'imagebuilder';

/**
 * The types of Image Builder that tag policies can name, as of November 2026.
 *
 * Source: AWS Organizations User Guide, "Services and resource types that support enforcement" and "… reporting".
 */
const types = [
  'component',
  'container-recipe',
  'distribution-configuration',
  'image',
  'image-pipeline',
  'image-recipe',
  'infrastructure-configuration',
  'lifecycle-policy',
  'workflow',
] as const;

/** Resource types in tag policies that do not exist, and `enforced_for` where nothing is enforced. */
export const misleadingTypes = (layer: PlacedLayer): Diagnostic[] =>
  settingsOf(layer)
    .filter(({ field }) => field === 'enforced_for' || field === 'report_required_tag_for')
    .flatMap((setting) =>
      valueOperators.flatMap((operator) => {
        const entries = setting.operators[operator];
        return (Array.isArray(entries) ? entries : []).flatMap((entry: unknown, index) =>
          typeof entry === 'string'
            ? typeDiagnostic(setting, `${setting.pointer}/${operator}/${index}`, entry)
            : [],
        );
      }),
    );

const typeDiagnostic = ({ field }: Setting, pointer: string, entry: string): Diagnostic[] => {
  const [own = '', type = ''] = entry.split(':');
  if (namesEveryService(entry)) {
    const detail = `No service is named ${quote(own)}. ${noWildcardForServices}`;
    return [diagnostic('warning', 'tag-type-unknown', pointer, detail)];
  }
  if (own !== service) {
    if (!isImageBuilder(own) && suggest(own, [service], 2) === undefined) return [];
    const meant = isType(type) ? type : suggestType(type);
    const help =
      meant === undefined
        ? ` It is "${service}" in tag policies.`
        : didYouMean(`${service}:${meant}`);
    const detail = `No service is named ${quote(own)}.${help}`;
    return [diagnostic('warning', 'tag-type-unknown', pointer, detail)];
  }
  if (!isType(type)) {
    const meant = suggestType(type);
    const help =
      meant === undefined
        ? ` It has ${types.map(quote).join(', ')}.`
        : didYouMean(`${service}:${meant}`);
    const detail = `Image Builder has no resource type ${quote(type)}, so this covers nothing.${help}`;
    return [diagnostic('warning', 'tag-type-unknown', pointer, detail)];
  }
  if (field !== 'enforced_for') return [];
  const detail =
    'AWS enforces no tag policy for Image Builder, so this has no effect there. What the proxy refuses is said by "tag_key", "tag_value" and "report_required_tag_for".';
  return [diagnostic('warning', 'tag-policy-without-effect', pointer, detail)];
};

const isType = (type: string): boolean =>
  ['ALL_SUPPORTED', '*', ...types].some((known) => known === type);

/** The one type that is meant: `ImagePipeline` and `image_pipeline` are `image-pipeline`, and so is `pipeline`. */
const suggestType = (type: string): string | undefined => {
  const kebab = type
    .replace(/(?<=[a-z])(?=[A-Z])/g, '-')
    .replace(/[^A-Za-z]+/g, '-')
    .toLowerCase();
  const singular = kebab.replace(/s$/, '');
  const ending = types.filter((known) => known.endsWith(`-${singular}`));
  return (
    [kebab, singular].find(isType) ??
    (ending.length === 1 ? ending[0] : undefined) ??
    suggest(kebab, types, 2)
  );
};
