import type { SchemaError } from './explain.ts';

/** Tells whether the `request` of an event is a CreateImagePipeline request as the service model has it. */
declare const validate: {
  (value: unknown): boolean;
  /** What the last call found, `null` when nothing. */
  errors?: readonly SchemaError[] | null;
};
export default validate;
