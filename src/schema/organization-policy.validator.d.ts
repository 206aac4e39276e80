import type { SchemaError } from './explain.ts';

/** Tells whether a value is an organization policy as its schema has it. */
declare const validate: {
  (value: unknown): boolean;
  /** What the last call found, `null` when nothing. */
  errors?: readonly SchemaError[] | null;
};
export default validate;
