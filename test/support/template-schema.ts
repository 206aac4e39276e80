import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { isJsonArray, isJsonObject } from '../../src/json/json-value.ts';
import type { Template } from './template.ts';

const database = loadAwsServiceSpecSync();

type Properties = NonNullable<
  ReturnType<typeof database.lookup<'resource', 'cloudFormationType'>>[number]
>['properties'];
type PropertyType = Properties[string]['type'];

/** Whether CloudFormation works out the value itself when it deploys: `Ref` and the functions. */
const isIntrinsic = (value: unknown): boolean => {
  if (!isJsonObject(value)) return false;
  const [name, ...others] = Object.keys(value);
  return others.length === 0 && /^(?:Ref$|Fn::)/.test(name ?? '');
};

/** What is wrong with some properties by CloudFormation's own schema of their resource. */
const propertyErrors = (given: unknown, known: Properties, where: string): string[] => {
  if (!isJsonObject(given)) return [`${where}: no object`];
  const missing = Object.entries(known)
    .filter(([name, { required }]) => required === true && given[name] === undefined)
    .map(([name]) => `${where}/${name}: missing`);
  return [
    ...missing,
    ...Object.entries(given).flatMap(([name, value]) => {
      const property = known[name];
      const here = `${where}/${name}`;
      return property === undefined
        ? [`${here}: unknown`]
        : valueErrors(value, property.type, here);
    }),
  ];
};

const primitives: Readonly<Record<string, (value: unknown) => boolean>> = {
  // CloudFormation takes a number or a boolean for a text and the other way round.
  string: (value) => ['string', 'number', 'boolean'].includes(typeof value),
  'date-time': (value) => typeof value === 'string',
  integer: (value) => /^-?\d+$/.test(String(value)),
  number: (value) => Number.isFinite(Number(value)),
  boolean: (value) => /^(?:true|false)$/.test(String(value)),
  json: (value) => isJsonObject(value) || typeof value === 'string',
  tag: (value) => isJsonObject(value),
  null: (value) => value === null,
};

const valueErrors = (value: unknown, type: PropertyType, where: string): string[] => {
  if (isIntrinsic(value)) return [];
  switch (type.type) {
    case 'ref':
      return propertyErrors(
        value,
        database.get('typeDefinition', type.reference).properties,
        where,
      );
    case 'array':
      return isJsonArray(value)
        ? value.flatMap((item, index) => valueErrors(item, type.element, `${where}/${index}`))
        : [`${where}: no list`];
    case 'map':
      return isJsonObject(value)
        ? Object.entries(value).flatMap(([name, item]) =>
            valueErrors(item, type.element, `${where}/${name}`),
          )
        : [`${where}: no map`];
    case 'union': {
      const errors = type.types.map((each) => valueErrors(value, each, where));
      return errors.some((each) => each.length === 0) ? [] : (errors[0] ?? []);
    }
    default: {
      if (primitives[type.type]?.(value) !== true) return [`${where}: no ${type.type}`];
      const allowed = type.type === 'string' ? type.allowedValues : undefined;
      return allowed === undefined || allowed.includes(String(value))
        ? []
        : [`${where}: ${String(value)} is not one of ${allowed.join(', ')}`];
    }
  }
};

/**
 * Holds a template against CloudFormation's own schemas of its resources: types of resources, names of
 * properties, what is required, types and allowed values, at every depth.
 *
 * @returns What is wrong, each with its place; and how many resources were looked at.
 */
export const templateErrors = ({
  Resources,
}: Template): { errors: string[]; resources: number } => {
  const entries = Object.entries(Resources);
  const errors = entries.flatMap(([id, { Type, Properties = {} }]) => {
    const [resource] = database.lookup('resource', 'cloudFormationType', 'equals', Type);
    return resource === undefined
      ? [`${id}: there is no ${Type}`]
      : propertyErrors(Properties, resource.properties, id);
  });
  return { errors, resources: entries.length };
};
