/** A row of a query's result: what its fields are. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * Runs a query over lines of a log as CloudWatch Logs Insights does: as much of its language as the
 * documentation of this project uses. What it does not know, it throws at.
 *
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 */
export const runQuery = (query: string, lines: readonly string[]): readonly Row[] =>
  query
    .split('|')
    .map((command) => command.trim())
    .reduce<readonly Row[]>(
      (rows, command) => run(command, rows),
      lines.map((line) => ({ '@message': line })),
    );

const run = (command: string, rows: readonly Row[]): readonly Row[] => {
  const [name = '', rest = ''] = command.split(/\s+(.*)/s);
  const handler = commands[name];
  if (handler === undefined) throw new Error(`There is no command "${name}" here.`);
  return handler(rest.trim(), rows);
};

/** A field of a row: its own, else one that is discovered in its line. */
const valueOf = (row: Row, field: string): unknown => {
  if (Object.hasOwn(row, field)) return row[field];
  const [head = '', ...path] = field.split('.');
  const start = Object.hasOwn(row, head) ? row[head] : memberOf(parsed(row), head);
  return path.reduce(memberOf, start);
};

const parsed = (row: Row): unknown => JSON.parse(String(row['@message']));

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Row)[name]
    : undefined;

const literal = (text: string): unknown => JSON.parse(text);

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  '=': (left, right) => left === right,
  '>': (left, right) => Number(left) > Number(right),
  '>=': (left, right) => Number(left) >= Number(right),
};

type CommandRun = (rest: string, rows: readonly Row[]) => readonly Row[];

const commands: Readonly<Record<string, CommandRun>> = {
  filter: (rest, rows) =>
    rows.filter((row) =>
      rest.split(/\s+and\s+/).every((condition) => {
        const [, present] = /^ispresent\(([\w.@]+)\)$/.exec(condition) ?? [];
        if (present !== undefined) return valueOf(row, present) !== undefined;
        const [, field = '', operator = '', right = ''] =
          /^([\w.@]+)\s*(>=|>|=)\s*(.+)$/.exec(condition) ?? [];
        const compare = comparisons[operator];
        if (compare === undefined) throw new Error(`No condition is read from "${condition}".`);
        return compare(valueOf(row, field), literal(right));
      }),
    ),
  fields: (rest, rows) => {
    const [, field, name] = /^jsonParse\((@message)\) as (\w+)$/.exec(rest) ?? [];
    return field === undefined || name === undefined
      ? rows
      : rows.map((row) => ({ ...row, [name]: parsed(row) }));
  },
  unnest: (rest, rows) => {
    const [, field = '', name = ''] = /^([\w.]+) into (\w+)$/.exec(rest) ?? [];
    return rows.flatMap((row) => {
      const list = valueOf(row, field);
      return (Array.isArray(list) ? list : [list]).map((item: unknown) => ({
        ...row,
        [name]: item,
      }));
    });
  },
  stats: (rest, rows) => {
    const [, counted = '', name = '', by = ''] = /^(\S+\(\S+\)) as (\w+) by (.+)$/.exec(rest) ?? [];
    const fields = by.split(',').map((field) => field.trim());
    const groups = Map.groupBy(rows, (row) =>
      JSON.stringify(fields.map((field) => valueOf(row, field))),
    );
    return [...groups.values()].map((group) => ({
      ...Object.fromEntries(fields.map((field) => [field, valueOf(group[0] ?? {}, field)])),
      [name]: countOf(counted, group),
    }));
  },
  sort: (rest, rows) => {
    const [field = '', order] = rest.split(/\s+/);
    const sorted = [...rows].sort((a, b) => Number(valueOf(a, field)) - Number(valueOf(b, field)));
    return order === 'desc' ? sorted.reverse() : sorted;
  },
};

const countOf = (counted: string, group: readonly Row[]): number => {
  if (counted === 'count(*)') return group.length;
  const [, field] = /^count_distinct\(([\w.]+)\)$/.exec(counted) ?? [];
  if (field === undefined) throw new Error(`"${counted}" is not counted here.`);
  return new Set(group.map((row) => valueOf(row, field))).size;
};
