import { randomUUID } from 'node:crypto';
import { jsonAnswer } from '../kit/answer.ts';
import type { Operation } from '../kit/operation.ts';
import { restJson1 } from '../kit/protocol.ts';
import { ServiceException } from '../kit/service-exception.ts';

/** The embedded data plane of AppConfig: what is deployed, and the operations over the wire. */
export interface AppConfigData {
  /** @param address - `APPLICATION/ENVIRONMENT/PROFILE`. */
  readonly deploy: (address: string, configuration: string) => void;
  /** Lets every token expire, as after a day. */
  readonly expireTokens: () => void;
  readonly operations: readonly Operation[];
}

interface Deployment {
  readonly configuration: string;
  readonly version: number;
}

interface Token {
  readonly address: string;
  /** The version that its session saw last; 0 before the first poll. */
  readonly seen: number;
  readonly intervalSeconds: number;
  /** Milliseconds of the clock. */
  readonly notBefore: number;
}

/**
 * A data plane to which nothing is deployed.
 *
 * A token can be used once, and not before its interval has passed, as in the service.
 *
 * @param now - Milliseconds; what the intervals are measured by.
 */
export const createAppConfigData = (now: () => number): AppConfigData => {
  const deployments = new Map<string, Deployment>();
  const tokens = new Map<string, Token>();
  const issue = (token: Token): string => {
    const text = randomUUID();
    tokens.set(text, token);
    return text;
  };
  const startSession: Operation['perform'] = ({ input }) => {
    const address = [
      input['ApplicationIdentifier'],
      input['EnvironmentIdentifier'],
      input['ConfigurationProfileIdentifier'],
    ].join('/');
    if (!deployments.has(address)) {
      const message = `There is no configuration ${address} deployed here.`;
      throw new ServiceException('ResourceNotFoundException', message);
    }
    const intervalSeconds = Number(input['RequiredMinimumPollIntervalInSeconds'] ?? 60);
    if (!Number.isInteger(intervalSeconds) || intervalSeconds < 15 || intervalSeconds > 86_400) {
      throw badRequest('RequiredMinimumPollIntervalInSeconds is from 15 to 86400.');
    }
    const token = issue({ address, seen: 0, intervalSeconds, notBefore: 0 });
    return jsonAnswer(201, { InitialConfigurationToken: token });
  };
  const getLatest: Operation['perform'] = ({ input }) => {
    const text = String(input['configuration_token']);
    const token = tokens.get(text);
    if (token === undefined) throw badRequest('The token is corrupted, expired or was used.');
    if (now() < token.notBefore) throw badRequest('The poll interval is not satisfied.');
    tokens.delete(text);
    const { configuration, version } = deployments.get(token.address) ?? noDeployment;
    const { intervalSeconds } = token;
    const notBefore = now() + intervalSeconds * 1000;
    return {
      status: 200,
      headers: {
        'content-type': 'application/json',
        'next-poll-configuration-token': issue({ ...token, seen: version, notBefore }),
        'next-poll-interval-in-seconds': String(intervalSeconds),
      },
      body: version === token.seen ? '' : configuration,
    };
  };
  const service = { signingName: 'appconfig', protocol: restJson1 };
  return {
    deploy: (address, configuration) => {
      const { version } = deployments.get(address) ?? noDeployment;
      deployments.set(address, { configuration, version: version + 1 });
    },
    expireTokens: () => {
      tokens.clear();
    },
    operations: [
      {
        ...service,
        name: 'StartConfigurationSession',
        route: 'POST /configurationsessions',
        perform: startSession,
      },
      {
        ...service,
        name: 'GetLatestConfiguration',
        route: 'GET /configuration',
        perform: getLatest,
      },
    ],
  };
};

const noDeployment: Deployment = { configuration: '', version: 0 };

const badRequest = (message: string) => new ServiceException('BadRequestException', message);
