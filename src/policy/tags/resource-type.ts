import { type Issue, quote } from '../../json/issue.ts';
import { jsonTypeOf } from '../../json/json-value.ts';
import { didYouMean } from '../../json/suggest.ts';

/** A taggable resource type as tag policies spell it: `imagebuilder:image-pipeline`. */
export type ResourceType = `${string}:${string}`;

/** The types of what is tagged here: by `tags` the pipeline, by `imageTags` its images. */
export const evaluatedTypes = [
  'imagebuilder:image-pipeline',
  'imagebuilder:image',
] as const satisfies readonly ResourceType[];

const everyType = 'ALL_SUPPORTED';

// Older documents spell every type of a service `*`; ALL_SUPPORTED stands for it now.
const form = /^[a-z0-9-]+:(\*|[A-Za-z0-9][\w./-]*)$/;

/** Tells whether a list such as `report_required_tag_for` names a type, or every type of its service. */
export const coversResourceType = (list: readonly string[], type: ResourceType): boolean => {
  const service = type.slice(0, type.indexOf(':'));
  return [type, `${service}:${everyType}`, `${service}:*`].some((entry) => list.includes(entry));
};

/** Whether an entry is meant to name every service at once, whatever the type. */
export const namesEveryService = (type: string): boolean =>
  /^\s*(?:\*|all(?:[ _-]?(?:supported|services))?|any|every)\s*(?::|$)/i.test(type);

/** What there is in the place of such an entry. */
export const noWildcardForServices = `There is no wildcard for all services: name each of them, such as "ec2:${everyType}" and "imagebuilder:${everyType}".`;

/** Refuses what does not have the form of a resource type; whether the type exists is not checked. */
export const resourceTypeIssues = (pointer: string, type: unknown): Issue[] => {
  if (typeof type === 'string' && isResourceType(type)) return [];
  const shown = typeof type === 'string' ? quote(type) : jsonTypeOf(type);
  const help =
    typeof type === 'string' && namesEveryService(type)
      ? ` ${noWildcardForServices}`
      : didYouMean(typeof type === 'string' ? corrected(type) : undefined) ||
        ` Examples: "imagebuilder:image-pipeline", "ec2:${everyType}".`;
  const detail = `A resource type is written "service:type" or "service:${everyType}", and this is ${shown}.${help}`;
  return [{ pointer, code: 'malformed-resource-type', detail }];
};

const isResourceType = (type: string): boolean => {
  const name = form.exec(type)?.[1];
  return name !== undefined && (name === everyType || name.toUpperCase() !== everyType);
};

const imageBuilder = 'imagebuilder';

/** Whether a service is Image Builder in another spelling: `ImageBuilder`, `image-builder`, `ec2imagebuilder`. */
export const isImageBuilder = (service: string): boolean =>
  /^(?:aws|amazon)?(?:ec2)?imagebuilder$/.test(service.toLowerCase().replace(/[^a-z0-9]/g, ''));

const corrected = (type: string): string | undefined => {
  const [service = '', name = '', ...rest] = type.split(':').map((part) => part.trim());
  const isEveryType = name === '' || name.toUpperCase() === everyType;
  const known = isImageBuilder(service) ? imageBuilder : service.toLowerCase();
  const candidate = `${known}:${isEveryType ? everyType : name}`;
  return rest.length === 0 && isResourceType(candidate) ? candidate : undefined;
};
