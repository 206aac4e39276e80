import type { Operation } from '../kit/operation.ts';
import { awsJson1_1, awsJsonAnswer } from '../kit/protocol.ts';
import { ServiceException } from '../kit/service-exception.ts';

/** The types that a parameter may have. */
const parameterTypes = ['String', 'StringList', 'SecureString'] as const;
export type ParameterType = (typeof parameterTypes)[number];

interface Parameter {
  readonly value: string;
  readonly type: ParameterType;
  readonly version: number;
  readonly modified: number;
}

/** The embedded Parameter Store: what it holds, and the operations over the wire. */
export interface ParameterStore {
  readonly set: (name: string, value: string, type?: ParameterType) => number;
  readonly remove: (name: string) => void;
  readonly operations: readonly Operation[];
}

/** What a parameter may hold, in characters, by tier. */
const limits: Readonly<Record<string, number>> = {
  Standard: 4096,
  Advanced: 8192,
  'Intelligent-Tiering': 8192,
};

/** A store without parameters. */
export const createParameterStore = (accountId: string): ParameterStore => {
  const parameters = new Map<string, Parameter>();
  const set = (name: string, value: string, type: ParameterType = 'String'): number => {
    const version = (parameters.get(name)?.version ?? 0) + 1;
    parameters.set(name, { value, type, version, modified: Date.now() / 1000 });
    return version;
  };
  const getParameter: Operation['perform'] = ({ input, region }) => {
    const name = textOf(input['Name']);
    const parameter = parameters.get(name);
    // The service gives this exception no message.
    if (parameter === undefined) throw new ServiceException('ParameterNotFound', '');
    const { value, type, version, modified } = parameter;
    const isReadable = type !== 'SecureString' || input['WithDecryption'] === true;
    return awsJsonAnswer({
      Parameter: {
        ARN: `arn:aws:ssm:${region}:${accountId}:parameter${name}`,
        DataType: 'text',
        LastModifiedDate: modified,
        Name: name,
        Type: type,
        Value: isReadable ? value : Buffer.from(value).toString('base64'),
        Version: version,
      },
    });
  };
  const putParameter: Operation['perform'] = ({ input }) => {
    const name = textOf(input['Name']);
    const value = textOf(input['Value']);
    const tier = textOf(input['Tier'] ?? 'Standard');
    const type = parameterTypes.find((known) => known === (input['Type'] ?? 'String'));
    const limit = limits[tier] ?? 0;
    if (type === undefined) throw new ServiceException('UnsupportedParameterType', '');
    if (value.length > limit) {
      const message = `${tier} tier parameters support a maximum parameter value of ${limit} characters.`;
      throw new ServiceException('ValidationException', message);
    }
    if (parameters.has(name) && input['Overwrite'] !== true) {
      const message =
        'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.';
      throw new ServiceException('ParameterAlreadyExists', message);
    }
    return awsJsonAnswer({ Tier: tier, Version: set(name, value, type) });
  };
  const service = { signingName: 'ssm', protocol: awsJson1_1 };
  return {
    set,
    remove: (name) => void parameters.delete(name),
    operations: [
      { ...service, name: 'GetParameter', route: 'AmazonSSM.GetParameter', perform: getParameter },
      { ...service, name: 'PutParameter', route: 'AmazonSSM.PutParameter', perform: putParameter },
    ],
  };
};

const textOf = (value: unknown): string => {
  if (typeof value === 'string' && value !== '') return value;
  throw new ServiceException(
    'ValidationException',
    'A member that is needed is missing or no text.',
  );
};
