import model from '../fixtures/create-image-pipeline-model.json' with { type: 'json' };

/** A shape of Image Builder's service model: its kind, the shapes that it holds and its bounds. */
export interface ModelShape {
  readonly type: 'string' | 'integer' | 'boolean' | 'structure' | 'list' | 'map';
  /** The shape of each member of a structure, by the member's name. */
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  /** The shape of a list's items. */
  readonly member?: string;
  /** The shapes of a map's keys and values. */
  readonly key?: string;
  readonly value?: string;
  /** Of a number, a text's characters, a list's items or a map's entries. */
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

// Data of this repository, as its README describes it.
const statedShapes = model.shapes as Readonly<Record<string, ModelShape>>;

/** What the service's model leaves open and its user guide states, of workflow documents. */
const shapes: Readonly<Record<string, ModelShape>> = {
  ...statedShapes,
  WorkflowParameterValue: { type: 'string', ...statedShapes['WorkflowParameterValue'], max: 1024 },
};

/** The name of the shape of CreateImagePipeline's input. */
export const inputShape = model.operation.input;

/** The name of every shape that the input leads to, its own first. */
export const shapeNames: readonly string[] = Object.keys(shapes);

/** The service's exceptions with their statuses. */
export const modelExceptions: Readonly<Record<string, number>> = model.exceptions;

/** The exceptions that CreateImagePipeline declares. */
export const declaredExceptions: readonly string[] = model.operation.errors;

/** The shape of a name. */
export const shapeOf = (name: string): ModelShape => {
  const shape = shapes[name];
  if (shape === undefined) throw new RangeError(`The service model has no shape "${name}".`);
  return shape;
};

/** One place in the input: a member, an item of a list, or a key or value of a map. */
export interface ModelPlace {
  /** Such as `schedule.timezone`, `workflows[].parameters[]`, `tags.*` or, for a key, `tags.{key}`. */
  readonly path: string;
  /** The unescaped segments of its pointer in a request that has it: `0` for an item. */
  readonly segments: readonly string[];
  readonly shape: string;
  readonly kind: 'member' | 'item' | 'key' | 'value';
  readonly required: boolean;
}

/** The tag key that stands for any in a {@link ModelPlace}. */
export const anyTagKey = 'CostCenter';

/** Every place of the input, at every depth, in the order of the model. */
export const modelPlaces: readonly ModelPlace[] = placesIn(inputShape, '', []);

function placesIn(name: string, path: string, segments: readonly string[]): ModelPlace[] {
  const { members = {}, required = [], member, key, value } = shapeOf(name);
  const inner = (word: string): string => (path === '' ? word : `${path}.${word}`);
  const own: ModelPlace[] = Object.entries(members).map(([word, shape]) => ({
    path: inner(word),
    segments: [...segments, word],
    shape,
    kind: 'member',
    required: required.includes(word),
  }));
  const entry = { segments: [...segments, anyTagKey], required: false };
  if (member !== undefined) {
    const item = { path: `${path}[]`, segments: [...segments, '0'], shape: member };
    own.push({ ...item, kind: 'item', required: false });
  }
  if (key !== undefined) own.push({ ...entry, path: inner('{key}'), shape: key, kind: 'key' });
  if (value !== undefined) own.push({ ...entry, path: inner('*'), shape: value, kind: 'value' });
  return own.flatMap((place) => [place, ...placesIn(place.shape, place.path, place.segments)]);
}

/** A constraint of a shape that a value can break by itself. */
export type Constraint = 'type' | 'enum' | 'min' | 'max' | 'pattern';

/** The first constraint of a shape that a value breaks, whatever it holds; none: it is accepted. */
export const brokenConstraint = (name: string, value: unknown): Constraint | undefined => {
  const { type, min = -Infinity, max = Infinity, pattern, ...rest } = shapeOf(name);
  if (!isOfType(type, value)) return 'type';
  if (typeof value === 'string' && rest.enum?.includes(value) === false) return 'enum';
  const size = sizeOf(value);
  if (size < min) return 'min';
  if (size > max) return 'max';
  const isMatched = pattern === undefined || new RegExp(pattern, 'u').test(String(value));
  return isMatched ? undefined : 'pattern';
};

/** The constraints of a shape, each with what the model states of it: `max` 128, `type` string. */
export const constraintsOf = (name: string): readonly (readonly [Constraint, unknown])[] => {
  const shape = shapeOf(name);
  return (['type', 'enum', 'min', 'max', 'pattern'] as const).flatMap((constraint) =>
    shape[constraint] === undefined ? [] : [[constraint, shape[constraint]] as const],
  );
};

const isOfType = (type: ModelShape['type'], value: unknown): boolean => {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'list') return Array.isArray(value);
  if (type === 'string' || type === 'boolean') return typeof value === type;
  return typeof value === 'object' && value !== null && !Array.isArray(value);
};

/** Text counts in characters of Unicode. */
const sizeOf = (value: unknown): number => {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return Array.from(value).length;
  return Object.keys(Object(value) as object).length;
};
