import type { Template } from './template.ts';

/** Where a template is imagined to be deployed, and with which parameters. */
export interface Place {
  readonly account: string;
  readonly region: string;
  readonly partition?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** Stands for a property that is left out. */
const noValue = Symbol('AWS::NoValue');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Resolves the intrinsic functions of a value as CloudFormation would, where a stack is imagined.
 *
 * Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
export const resolveIntrinsics = (value: unknown, template: Template, place: Place): unknown => {
  const { account, region, partition = 'aws', parameters = {} } = place;
  const pseudo: Readonly<Record<string, unknown>> = {
    'AWS::AccountId': account,
    'AWS::Region': region,
    'AWS::Partition': partition,
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::NoValue': noValue,
  };

  const reference = (name: string): unknown => {
    if (Object.hasOwn(pseudo, name)) return pseudo[name];
    const parameter = template.Parameters?.[name];
    if (parameter !== undefined) return parameters[name] ?? parameter.Default;
    if (template.Resources[name] !== undefined) return attribute(name, 'Ref');
    throw new Error(`Nothing in the template is called ${name}.`);
  };
  const attribute = (name: string, part: string): unknown => {
    const resource = template.Resources[name];
    if (resource?.Type === 'AWS::IAM::Role' && part === 'Arn') {
      return `arn:${partition}:iam::${account}:role/${String(resolve(resource.Properties['RoleName'] ?? name))}`;
    }
    if (resource === undefined) throw new Error(`Nothing in the template is called ${name}.`);
    return `${name}.${part}`;
  };
  const condition = (name: string): boolean => resolve(template.Conditions?.[name]) === true;

  const functions: Readonly<Record<string, (argument: unknown) => unknown>> = {
    Ref: (name) => reference(String(name)),
    'Fn::GetAtt': (path) => {
      const [name = '', part = ''] = Array.isArray(path) ? path.map(String) : [];
      return attribute(name, part);
    },
    'Fn::Sub': (text) =>
      String(text).replace(/\$\{([^}!]+)\}/g, (_, name: string) => String(reference(name))),
    'Fn::Join': (argument) => {
      const [glue, parts] = resolve(argument) as [string, string[]];
      return parts.join(glue);
    },
    'Fn::Equals': (argument) => {
      const [one, other] = resolve(argument) as unknown[];
      return one === other;
    },
    'Fn::Not': (argument) => (resolve(argument) as unknown[])[0] !== true,
    'Fn::If': (argument) => {
      const [name, yes, no] = argument as [string, unknown, unknown];
      return resolve(condition(name) ? yes : no);
    },
  };

  const resolve = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(resolve).filter((item) => item !== noValue);
    if (!isRecord(inner)) return inner;
    const [[name, argument] = ['', undefined], ...others] = Object.entries(inner);
    const intrinsic = others.length === 0 ? functions[name] : undefined;
    if (intrinsic !== undefined) return intrinsic(argument);
    return Object.fromEntries(
      Object.entries(inner)
        .map(([key, item]): [string, unknown] => [key, resolve(item)])
        .filter(([, item]) => item !== noValue),
    );
  };
  return resolve(value);
};
