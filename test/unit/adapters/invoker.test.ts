import { describe, expect, it } from 'vitest';
import { invokerOf } from '../../../src/adapters/invoker.ts';
import type { RelayGroups } from '../../../src/config.ts';
import { lambdaContext } from '../../support/lambda-context.ts';

const settings = {
  bots: ['payments', 'both'],
  relays: new Map<string, RelayGroups>([
    ['slack', ['web']],
    ['both', 'any'],
  ]),
};
const invoker = (qualifier: string | undefined, httpAlias?: string) =>
  invokerOf(lambdaContext(0, 'id', qualifier).invokedFunctionArn, {
    ...settings,
    ...(httpAlias !== undefined && { httpAlias }),
  });

describe('Whoever invokes the function', () => {
  it.each<[string | undefined, isApi: boolean, isApiBesideLive: boolean]>([
    [undefined, true, false],
    ['7', true, false],
    ['$LATEST', true, false],
    ['live', false, true],
    ['direct', false, false],
    ['payments', false, false],
    ['slack', false, false],
    ['unlisted', false, false],
    ['7a', false, false],
  ])(
    'through %s may be an API: %s, and %s where that invokes the alias "live"',
    (qualifier, isApi, beside) => {
      expect(invoker(qualifier).isApi).toBe(isApi);
      expect(invoker(qualifier, 'live').isApi).toBe(beside);
    },
  );

  it('is a bot or a relay behind an alias that is listed, and anonymous anywhere else', () => {
    expect(invoker('payments')).toMatchObject({
      isDirect: true,
      caller: { id: 'bot:payments', groups: [] },
    });
    expect(invoker('payments')).not.toHaveProperty('relayGroups');
    expect(invoker('slack')).toMatchObject({ caller: { id: 'bot:slack' }, relayGroups: ['web'] });
    expect(invoker('both')).toMatchObject({ caller: { id: 'bot:both' }, relayGroups: 'any' });
    for (const qualifier of [undefined, '7', '$LATEST', 'live', 'direct', 'unlisted', 'Payments']) {
      expect(invoker(qualifier)).toMatchObject({ caller: { groups: [] } });
      expect(invoker(qualifier).caller).not.toHaveProperty('id');
      expect(invoker(qualifier)).not.toHaveProperty('relayGroups');
    }
  });

  it('is no API behind an alias that is a bot’s, whatever the settings say', () => {
    expect(invoker('payments', 'payments')).toMatchObject({ isApi: false, isDirect: true });
  });

  it('is anonymous where the context names no function, and an API where no alias is set', () => {
    expect(invokerOf(undefined, settings)).toMatchObject({ isApi: true, caller: { groups: [] } });
    expect(invokerOf(undefined, { httpAlias: 'live' }).isApi).toBe(false);
  });
});
