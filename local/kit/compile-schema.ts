import { type ValidateFunction, Ajv2020 } from 'ajv/dist/2020.js';

const ajv = new Ajv2020({ strict: true, allErrors: true });

/** Compiles a JSON Schema (2020-12): strict, without coercion or defaults, reporting every error. */
export const compileSchema = <T>(schema: object): ValidateFunction<T> => ajv.compile<T>(schema);
