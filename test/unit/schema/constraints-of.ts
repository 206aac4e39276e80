/** The part of a JSON Schema in which constraints stand. */
export interface ConstrainedSchema {
  readonly [keyword: string]: unknown;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, ConstrainedSchema>>;
  readonly properties?: Readonly<Record<string, ConstrainedSchema>>;
  readonly required?: readonly string[];
  readonly items?: ConstrainedSchema;
  readonly propertyNames?: ConstrainedSchema;
  readonly additionalProperties?: ConstrainedSchema | boolean;
}

/** They say something about a schema, or lead to another one: no value breaks them. */
const notConstraints = new Set([
  '$schema',
  '$id',
  '$comment',
  '$ref',
  '$defs',
  'title',
  'description',
  'examples',
  'properties',
  'items',
  'propertyNames',
]);

/**
 * Every constraint of a JSON Schema, at every depth, as `path: keyword`: `schedule.timezone: pattern`,
 * `workflows[].workflowArn: required`. `tags.*` is the value of a map's entry and `tags.{key}` its
 * name. A keyword that nobody has thought of is a constraint too.
 */
export const constraintsOf = (root: ConstrainedSchema): string[] => {
  const collect = (reference: ConstrainedSchema, path: string): string[] => {
    const name = reference.$ref?.replace('#/$defs/', '');
    const schema = { ...(name === undefined ? undefined : root.$defs?.[name]), ...reference };
    const inner = (member: string): string => (path === '' ? member : `${path}.${member}`);
    const { properties = {}, required = [], items, propertyNames, additionalProperties } = schema;
    const own = Object.keys(schema)
      .filter((keyword) => !notConstraints.has(keyword) && keyword !== 'required')
      .filter((keyword) => keyword !== 'additionalProperties' || additionalProperties === false);
    return [
      ...own.map((keyword) => `${path}: ${keyword}`),
      ...required.map((member) => `${inner(member)}: required`),
      ...Object.entries(properties).flatMap(([member, child]) => collect(child, inner(member))),
      ...(items === undefined ? [] : collect(items, `${path}[]`)),
      ...(propertyNames === undefined ? [] : collect(propertyNames, inner('{key}'))),
      ...(typeof additionalProperties === 'object'
        ? collect(additionalProperties, inner('*'))
        : []),
    ];
  };
  return collect(root, '');
};
