import type { ErrorObject, ValidateFunction } from 'ajv/dist/2020.js';
import { ServiceException } from '../kit/service-exception.ts';
import { imageBuilderException } from './exceptions.ts';

/**
 * An operation's input as the service reads it: members that it does not know and members that are
 * `null` are taken for left out, and everything else must satisfy the schema.
 *
 * @returns a document of its own; the one given is left as it was
 * @throws ServiceException for the first thing wrong: SerializationException for a JSON type,
 *   InvalidParameterException for a missing member, InvalidParameterValueException for the rest.
 *   The last's message has the recorded form "The value supplied for parameter '…' is not valid. …";
 *   the other two messages and the reason after that form are guesses.
 */
export const readInput = <T>(validate: ValidateFunction<T>, document: object): T => {
  const input = withoutNulls(document);
  if (!validate(input)) for (const error of validate.errors ?? []) removeUnknown(input, error);
  if (validate(input)) return input;
  throw rejection(validate.errors ?? []);
};

const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
};

const removeUnknown = (input: unknown, { keyword, instancePath, params }: ErrorObject): void => {
  if (keyword !== 'additionalProperties') return;
  let parent: unknown = input;
  for (const name of pathNames(instancePath)) parent = Reflect.get(Object(parent) as object, name);
  Reflect.deleteProperty(Object(parent) as object, String(params['additionalProperty']));
};

const pathNames = (instancePath: string): readonly string[] =>
  instancePath
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));

/** `/workflows/0/workflowArn` as the service writes it: `workflows[0].workflowArn`. */
const parameterName = (names: readonly string[]): string =>
  names
    .map((name) => (/^[0-9]+$/.test(name) ? `[${name}]` : `.${name}`))
    .join('')
    .replace(/^\./, '');

const rejection = (errors: readonly ErrorObject[]): ServiceException => {
  // The service reads JSON before it looks at constraints: the wrong types are found first.
  const first = (keyword: string) => errors.find((candidate) => candidate.keyword === keyword);
  const error = first('type') ?? first('required') ?? errors[0];
  if (error === undefined) throw new Error('A rejected input has an error.');
  const path = pathNames(error.instancePath);
  if (error.keyword === 'type') {
    const message = `The parameter '${parameterName(path)}' ${error.message ?? 'is not valid'}.`;
    return new ServiceException('SerializationException', message);
  }
  if (error.keyword === 'required') {
    const missing = parameterName([...path, String(error.params['missingProperty'])]);
    const message = `The parameter '${missing}' is required.`;
    return imageBuilderException('InvalidParameterException', message);
  }
  return invalidValue(parameterName(path), `It ${error.message ?? 'breaks a constraint'}.`);
};

/** The exception that the service is known to answer a wrong value with, in its recorded form. */
export const invalidValue = (parameter: string, reason: string): ServiceException =>
  imageBuilderException(
    'InvalidParameterValueException',
    `The value supplied for parameter '${parameter}' is not valid. ${reason}`,
  );
