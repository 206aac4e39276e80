/** The part of a member's JSON Schema that explains it to a person. */
export interface MemberSchema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, MemberSchema>>;
  readonly items?: MemberSchema;
  readonly additionalProperties?: MemberSchema | boolean;
  readonly propertyNames?: MemberSchema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, MemberSchema>>;
}

/** Finds its way in one JSON Schema document. */
export interface SchemaDocument {
  readonly root: MemberSchema;
  /**
   * The schema of the member that a path of unescaped pointer segments leads to.
   *
   * @param aspect - `key` asks for what holds for the last segment as the name of a map's entry.
   */
  readonly schemaAt: (
    path: readonly string[],
    aspect?: 'value' | 'key',
  ) => MemberSchema | undefined;
  /** Follows a `$ref` of this document; what stands beside it goes before what it leads to. */
  readonly resolved: (schema: MemberSchema) => MemberSchema;
}

/** Opens a JSON Schema document whose references all lead to its own `$defs`. */
export const schemaDocument = (root: MemberSchema): SchemaDocument => {
  const resolved = (schema: MemberSchema): MemberSchema => {
    const { $ref, ...own } = schema;
    if ($ref === undefined) return schema;
    return { ...root.$defs?.[$ref.slice('#/$defs/'.length)], ...own };
  };
  return {
    root,
    resolved,
    schemaAt: (path, aspect = 'value') => {
      let schema: MemberSchema | undefined = root;
      for (const [index, segment] of path.entries()) {
        if (schema === undefined) return undefined;
        const last = index === path.length - 1;
        schema = aspect === 'key' && last ? schema.propertyNames : childOf(schema, segment);
        if (schema !== undefined) schema = resolved(schema);
      }
      return schema;
    },
  };
};

const childOf = (schema: MemberSchema, segment: string): MemberSchema | undefined => {
  if (schema.items !== undefined && /^\d+$/.test(segment)) return schema.items;
  if (schema.properties !== undefined) {
    return Object.hasOwn(schema.properties, segment) ? schema.properties[segment] : undefined;
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
};

/** One member of a request, as a path such as `workflows[].workflowArn` names it. */
export interface MemberPath {
  readonly member: string;
  readonly path: string;
  /** Whether it has no members of its own: a plain value, or a map of the caller's own names. */
  readonly schema: MemberSchema;
}

/** Every member of a document, at every depth, in the order in which the schema states them. */
export const memberPathsOf = ({ root, resolved }: SchemaDocument): readonly MemberPath[] => {
  const collect = (schema: MemberSchema, prefix: string): MemberPath[] =>
    Object.entries(schema.properties ?? {}).flatMap(([member, reference]) => {
      let child = resolved(reference);
      let path = `${prefix}${member}`;
      const own = { member, path, schema: child };
      while (child.items !== undefined) {
        child = resolved(child.items);
        path += '[]';
      }
      const items = path === own.path ? [] : [{ member: '', path, schema: child }];
      return [own, ...items, ...collect(child, `${path}.`)];
    });
  return collect(root, '');
};
