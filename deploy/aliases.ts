import { directAlias } from '../src/config.ts';
import type { DeployParameters } from './parameters.ts';

/** The alias that the API invokes. */
export const liveAlias = { name: 'live', logicalId: 'LiveAlias' } as const;

/** The names of the bots' aliases: a relay is a bot whether `bots` lists it or not. */
const botNames = ({ bots, relays }: DeployParameters): readonly string[] => [
  ...new Set([
    ...(bots ?? '').split(','),
    ...(relays ?? '').split(',').map((relay) => relay.split(':')[0] ?? ''),
  ]),
];

/** Every alias of the function by its logical id: the API's, the one of no bot, and each bot's own. */
export const aliasNames = (parameters: DeployParameters): Readonly<Record<string, string>> => ({
  [liveAlias.logicalId]: liveAlias.name,
  DirectAlias: directAlias,
  ...Object.fromEntries(
    botNames(parameters)
      .map((name) => name.trim())
      .filter((name) => name !== '')
      .map((name) => [`BotAlias${asLogicalId(name)}`, name]),
  ),
});

/** The letters and digits of a name, and what stands for the rest, so that no two names become one id. */
const asLogicalId = (name: string): string =>
  name.replace(/[^a-zA-WYZ0-9]/g, (other) => `X${other.charCodeAt(0).toString(16)}`);

/**
 * An asynchronous invocation is tried once, and within the shortest time that there is: retried for six
 * hours, as Lambda does by itself, it could create long after a stop.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-configuring.html
 */
const onceAtMost = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 } as const;

/** It holds for one qualifier each: the unqualified function and every alias. */
const invokeConfigs = (names: Readonly<Record<string, string>>, functionId: string) => {
  const configOf = (qualifier: string) => ({
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: { FunctionName: { Ref: functionId }, Qualifier: qualifier, ...onceAtMost },
  });
  return {
    LatestInvokeConfig: configOf('$LATEST'),
    ...Object.fromEntries(
      Object.entries(names).map(([id, name]) => [
        `${id}InvokeConfig`,
        { ...configOf(name), DependsOn: id },
      ]),
    ),
  };
};

/** The aliases, all of them on one version, and an output for each that somebody invokes directly. */
export const aliasTemplate = (
  names: Readonly<Record<string, string>>,
  functionId: string,
  versionId: string,
) => ({
  Resources: {
    ...Object.fromEntries(
      Object.entries(names).map(([id, name]) => [
        id,
        {
          Type: 'AWS::Lambda::Alias',
          Properties: {
            Name: name,
            FunctionName: { Ref: functionId },
            FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
          },
        },
      ]),
    ),
    ...invokeConfigs(names, functionId),
  },
  Outputs: Object.fromEntries(
    Object.entries(names)
      .filter(([id]) => id.startsWith('BotAlias'))
      .map(([id, name]) => [
        `${id}Arn`,
        {
          Description: `What the bot ${name} invokes, and what its role may invoke.`,
          Value: { Ref: id },
        },
      ]),
  ),
});
