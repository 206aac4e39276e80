import { describe, expect, it } from 'vitest';
import { readConfig, type IdentitySettings } from '../../src/config.ts';
import { httpApi, type EventAdapter } from '../support/adapters-adapter.ts';
import { functionUrl } from '../support/adapters-function-url.ts';
import { loadBalancer } from '../support/adapters-load-balancer.ts';
import { restApi } from '../support/adapters-rest-api.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { arn, fixedPolicy } from '../support/policy.ts';
import type { Proxy, ProxyDocument } from '../support/proxy.ts';

const smallest = {
  name: 'web',
  imageRecipeArn: arn('image-recipe/web/1.0.0'),
  infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
};
const layers = [{ name: 'organization', enforced: { tags: { CreatedBy: '${caller}' } } }];
const settingsOf = (env: Readonly<Record<string, string>>): IdentitySettings =>
  readConfig({ AWS_REGION: 'eu-west-1', ...env });

/** Runs a function behind one alias, with settings as a deployment writes them. */
const withProxy = async <T>(
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly qualifier?: string | undefined;
    readonly policy?: object;
    readonly adapter?: EventAdapter;
  },
  ask: (proxy: Proxy) => Promise<T>,
): Promise<T> => {
  const { env = {}, qualifier, policy = { layers }, adapter = httpApi } = options;
  const proxy = await openInProcessProxy({
    policy: fixedPolicy(policy),
    identity: settingsOf(env),
    adapter,
    ...(qualifier !== undefined && { qualifier }),
  });
  try {
    return await ask(proxy);
  } finally {
    await proxy.close();
  }
};

const env = { BOTS: 'payments,helpdesk', RELAYS: 'helpdesk,slack:img-web|img-payments' };

/** The caller in the tag of what was created. */
const createdBy = ({ imagePipeline }: ProxyDocument): unknown => imagePipeline?.['tags'];

describe('The sender of a document', () => {
  const sent = (qualifier: string | undefined, members: object = {}) =>
    withProxy({ env, qualifier }, (proxy) => proxy.invoke({ ...smallest, ...members }));

  it.each<[string | undefined, object, string]>([
    ['payments', {}, 'bot:payments'],
    ['helpdesk', {}, 'bot:helpdesk'],
    ['slack', {}, 'bot:slack'],
    [
      'helpdesk',
      { onBehalfOf: { user: 'U024BE7LH', groups: ['img-payments'] } },
      'bot:helpdesk/U024BE7LH',
    ],
    [
      'helpdesk',
      { onBehalfOf: { user: 'jane.doe+x@example.com' } },
      'bot:helpdesk/jane.doe+x@example.com',
    ],
    ['slack', { onBehalfOf: { user: 'U1', groups: [] } }, 'bot:slack/U1'],
    ['direct', {}, 'unknown'],
    ['unlisted', {}, 'unknown'],
    ['live', {}, 'unknown'],
    ['7', {}, 'unknown'],
    [undefined, {}, 'unknown'],
  ])('through %s, with %j, is %s', async (qualifier, members, caller) => {
    const answer = await sent(qualifier, members);
    expect(answer.status, JSON.stringify(answer)).toBe(201);
    expect(createdBy(answer)).toEqual({
      CreatedBy: expect.toSatisfy(
        (tag) => tag === caller || (caller === 'unknown' && tag === 'anonymous'),
      ) as string,
    });
    expect(answer.imagePipeline).not.toHaveProperty('onBehalfOf');
  });

  it.each(['payments', 'direct', 'unlisted', 'live', '7', undefined])(
    'through %s speaks for nobody else',
    async (qualifier) => {
      const answer = await sent(qualifier, { onBehalfOf: { user: 'U1', groups: ['g'] } });
      expect(answer).toMatchObject({
        status: 400,
        code: 'validation-failed',
        errors: [{ pointer: '/onBehalfOf', code: 'unknown-member' }],
      });
    },
  );

  it('over HTTP speaks for nobody else', async () => {
    const onBehalfOf = { user: 'U1', groups: ['g'] };
    for (const settings of [env, { ...env, HTTP_ALIAS: 'live' }]) {
      const qualifier = 'HTTP_ALIAS' in settings ? 'live' : undefined;
      const answer = await withProxy({ env: settings, qualifier }, (proxy) =>
        proxy.send({ body: { ...smallest, onBehalfOf } }),
      );
      expect(answer).toMatchObject({
        status: 400,
        document: { code: 'validation-failed', errors: [{ pointer: '/onBehalfOf' }] },
      });
    }
  });

  it.each<[unknown, pointers: string[]]>([
    ['U1', ['/onBehalfOf']],
    [null, ['/onBehalfOf']],
    [[], ['/onBehalfOf']],
    [{}, ['/onBehalfOf/user']],
    [{ groups: [] }, ['/onBehalfOf/user']],
    [{ user: '' }, ['/onBehalfOf/user']],
    [{ user: 7 }, ['/onBehalfOf/user']],
    [{ user: null }, ['/onBehalfOf/user']],
    [{ user: 'U1/U2' }, ['/onBehalfOf/user']],
    [{ user: 'U1\n' }, ['/onBehalfOf/user']],
    [{ user: 'U 1' }, ['/onBehalfOf/user']],
    [{ user: 'U*' }, ['/onBehalfOf/user']],
    [{ user: 'Ü1' }, ['/onBehalfOf/user']],
    [{ user: 'U'.repeat(129) }, ['/onBehalfOf/user']],
    [{ user: 'U1', groups: 'img-payments' }, ['/onBehalfOf/groups']],
    [{ user: 'U1', groups: null }, ['/onBehalfOf/groups']],
    [{ user: 'U1', groups: { 0: 'g' } }, ['/onBehalfOf/groups']],
    [{ user: 'U1', groups: Array.from({ length: 201 }, () => 'g') }, ['/onBehalfOf/groups']],
    [{ user: 'U1', groups: Array.from({ length: 1_001 }, () => 'g') }, ['/onBehalfOf/groups']],
    [
      { user: 'U1', groups: ['g', 7, '', '\ud83d', 'g'.repeat(257)] },
      [
        '/onBehalfOf/groups/1',
        '/onBehalfOf/groups/2',
        '/onBehalfOf/groups/3',
        '/onBehalfOf/groups/4',
      ],
    ],
    [{ user: 'U1', groups: [], account: '111122223333' }, ['/onBehalfOf/account']],
    [
      { user: '', groups: 'g', 'a/b': 1 },
      ['/onBehalfOf/a~1b', '/onBehalfOf/user', '/onBehalfOf/groups'],
    ],
  ])('is not taken for one that a relay words as %j', async (onBehalfOf, pointers) => {
    const answer = await sent('helpdesk', { onBehalfOf });
    expect(answer).toMatchObject({ status: 400, code: 'validation-failed' });
    expect(answer.errors?.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  it('is told of its other mistakes in the same answer', async () => {
    const answer = await sent('helpdesk', { onBehalfOf: { user: '' }, status: 'ON', dryRun: 7 });
    expect(answer.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '/dryRun',
      '/onBehalfOf/user',
      '/status',
    ]);
  });

  it('may have 200 groups, and a user of 128 characters', async () => {
    const groups = Array.from({ length: 200 }, (_, index) => `g${index}`);
    const answer = await sent('helpdesk', { onBehalfOf: { user: 'U'.repeat(128), groups } });
    expect(answer.status).toBe(201);
  });

  it('is in the log by its whole name', async () => {
    const lines = await withProxy({ env, qualifier: 'helpdesk' }, async (proxy) => {
      await proxy.invoke({ ...smallest, onBehalfOf: { user: 'U1' } });
      await proxy.invoke(7);
      return proxy.log().map((line) => JSON.parse(line) as { caller?: string });
    });
    expect(lines.map(({ caller }) => caller)).toEqual(['bot:helpdesk/U1', 'bot:helpdesk']);
  });
});

describe('The event of an API', () => {
  const adapters: [string, EventAdapter][] = [
    ['an HTTP API', httpApi],
    ['a function URL', functionUrl],
    ['a REST API', restApi],
    ['a load balancer', loadBalancer],
  ];
  const live = { ...env, HTTP_ALIAS: 'live' };
  const places: [string | undefined, settings: Record<string, string>, isTaken: boolean][] = [
    [undefined, {}, true],
    [undefined, env, true],
    ['7', env, true],
    ['$LATEST', env, true],
    ['direct', env, false],
    ['payments', env, false],
    ['helpdesk', env, false],
    ['slack', env, false],
    ['unlisted', env, false],
    ['live', env, false],
    ['live', live, true],
    [undefined, live, false],
    ['7', live, false],
    ['$LATEST', live, false],
    ['direct', live, false],
    ['payments', live, false],
    ['unlisted', live, false],
  ];

  it.each(adapters.flatMap((adapter) => places.map((place) => [...adapter, ...place] as const)))(
    'of %s (%o) through %s with %j is taken: %s',
    async (_, adapter, qualifier, settings, isTaken) => {
      await withProxy({ env: settings, qualifier, adapter }, async (proxy) => {
        const given = await proxy.invoke(adapter.event({ body: smallest }));
        const text = typeof given['body'] === 'string' ? given['body'] : JSON.stringify(given);
        const { code } = JSON.parse(text) as ProxyDocument;
        const status = given['statusCode'] ?? given.status;
        expect([status, code]).toEqual(isTaken ? [201, undefined] : [400, 'malformed-request']);
        expect(proxy.imageBuilder.requests).toHaveLength(isTaken ? 1 : 0);
        // Nobody who points an API at the wrong alias takes a refusal for a success.
        const isDirect = ['direct', 'payments', 'helpdesk', 'slack'].includes(qualifier ?? '');
        expect('statusCode' in given).toBe(!isDirect);
      });
    },
  );
});

describe('What bots and the users of relays are granted', () => {
  const policy = {
    layers: [{ name: 'organization' }],
    grants: [
      { name: 'the-bot', to: { callers: ['bot:payments'] }, allowed: { name: ['bot-*'] } },
      { name: 'the-team', to: { groups: ['img-payments'] }, allowed: { name: ['team-*'] } },
      { name: 'one-person', to: { callers: ['bot:helpdesk/U7'] }, allowed: { name: ['own-*'] } },
    ],
  };
  const u = (user: string, ...groups: string[]) => ({ onBehalfOf: { user, groups } });

  it.each<[string, string | undefined, object, granted: string | string[]]>([
    ['the bot', 'payments', { name: 'bot-1' }, 'the-bot'],
    ['another bot', 'helpdesk', { name: 'bot-1' }, ['the-bot']],
    ['a user of another bot', 'helpdesk', { name: 'bot-1', ...u('U7') }, ['the-bot']],
    [
      'a user in the group',
      'helpdesk',
      { name: 'team-1', ...u('U1', 'dev', 'img-payments') },
      'the-team',
    ],
    [
      'a user in none',
      'helpdesk',
      { name: 'team-1', ...u('U1', 'dev') },
      ['the-team', 'img-payments'],
    ],
    [
      'a user in a group with a space',
      'helpdesk',
      { name: 'team-1', ...u('U1', 'x img-payments') },
      ['the-team'],
    ],
    [
      'a user that the relay may name',
      'slack',
      { name: 'team-1', ...u('U1', 'img-payments') },
      'the-team',
    ],
    [
      'a user in a group of no relay’s',
      'narrow',
      { name: 'team-1', ...u('U1', 'img-payments', 'img-web') },
      ['the-team', 'img-payments'],
    ],
    ['one person', 'helpdesk', { name: 'own-1', ...u('U7') }, 'one-person'],
    ['another person', 'helpdesk', { name: 'own-1', ...u('U77') }, ['one-person']],
    ['one of that name elsewhere', 'slack', { name: 'own-1', ...u('U7') }, ['one-person']],
    ['an alias that is not listed', 'unlisted', { name: 'bot-1' }, ['the-bot']],
    ['whoever says so', 'direct', { name: 'bot-1', caller: 'bot:payments' }, ['the-bot']],
  ])('%s', async (_, qualifier, members, granted) => {
    const settings = { ...env, RELAYS: `${env.RELAYS},narrow:img-web` };
    const answer = await withProxy({ env: settings, qualifier, policy }, (proxy) =>
      proxy.invoke({ ...smallest, ...members }),
    );
    if (typeof granted === 'string') {
      expect(answer).toMatchObject({ status: 201, grant: granted });
    } else {
      expect(answer.status).toBe('caller' in members ? 400 : 403);
      for (const secret of granted) expect(JSON.stringify(answer)).not.toContain(secret);
    }
  });
});

describe('The groups of a claim, as API Gateway hands it on', () => {
  const groups = ['admins', 'web admins', 'secret admins'];
  const looking = {
    layers: [
      { name: 'organization' },
      { name: 'admins', applies: { groups }, defaults: { description: 'ADMINS' } },
    ],
  };
  const token = (claims: object): string =>
    `e30.${Buffer.from(JSON.stringify({ sub: 's', ...claims })).toString('base64url')}.c2ln`;
  const asks = async (
    claims: object,
    authorization?: string,
    options: { env?: Record<string, string>; policy?: object } = {},
  ) => {
    const { status, document } = await withProxy({ policy: looking, ...options }, (proxy) =>
      proxy.send({
        body: smallest,
        authorizer: { jwt: { claims: { sub: 's', ...claims } } },
        ...(authorization !== undefined && { headers: { authorization } }),
      }),
    );
    return {
      status,
      document,
      is: document.code ?? document.imagePipeline?.['description'] ?? 'nobody',
    };
  };
  const one = token({ groups: ['x admins'] });

  it.each<[string, claims: object, authorization: string | undefined, is: string]>([
    ['one group', { groups: '[admins]' }, undefined, 'ADMINS'],
    ['another group', { groups: '[dev]' }, undefined, 'nobody'],
    ['no group', { groups: '[]' }, undefined, 'nobody'],
    ['no claim', {}, undefined, 'nobody'],
    ['one with a space, or two', { groups: '[x admins]' }, undefined, 'groups-unclear'],
    ['three words', { groups: '[web admins dev]' }, undefined, 'groups-unclear'],
    ['one, by the token', { groups: '[x admins]' }, `Bearer ${one}`, 'nobody'],
    [
      'two, by the token',
      { groups: '[x admins]' },
      `Bearer ${token({ groups: ['x', 'admins'] })}`,
      'ADMINS',
    ],
    [
      'one with rights, by the token',
      { groups: '[web admins]' },
      `Bearer ${token({ groups: ['web admins'] })}`,
      'ADMINS',
    ],
    ['a tab after Bearer', { groups: '[x admins]' }, `Bearer\t${one}`, 'groups-unclear'],
    [
      'padding in the token',
      { groups: '[x admins]' },
      `Bearer ${one.replace('.c2ln', '=.c2ln')}`,
      'groups-unclear',
    ],
    ['a space behind the token', { groups: '[x admins]' }, `Bearer ${one} `, 'groups-unclear'],
    [
      'a number in the list',
      { groups: '[x admins 7]' },
      `Bearer ${token({ groups: ['x admins', 7] })}`,
      'groups-unclear',
    ],
    [
      'null in the list',
      { groups: '[x admins <nil>]' },
      `Bearer ${token({ groups: ['x admins', null] })}`,
      'groups-unclear',
    ],
    [
      'a comma in a text',
      { groups: 'x,admins' },
      `Bearer ${token({ groups: 'x,admins' })}`,
      'groups-unclear',
    ],
    ['a comma, and no token', { groups: 'x,admins' }, undefined, 'groups-unclear'],
    ['brackets within', { groups: '[a] [admins]' }, undefined, 'groups-unclear'],
    [
      'a line break, by the token',
      { groups: '[x\nadmins]' },
      `Bearer ${token({ groups: ['x\nadmins'] })}`,
      'nobody',
    ],
    ['a line break', { groups: '[x\nadmins]' }, undefined, 'groups-unclear'],
    [
      'a token that says something else',
      { groups: '[x admins]' },
      `Bearer ${token({ groups: ['admins'] })}`,
      'groups-unclear',
    ],
    [
      'somebody else’s token',
      { groups: '[web admins]' },
      `Bearer ${token({ sub: 'other', groups: ['web admins'] })}`,
      'groups-unclear',
    ],
    ['what is no token', { groups: '[x admins]' }, 'Bearer not.a.token', 'groups-unclear'],
    [
      'groups that are elsewhere',
      { _claim_names: 'map[groups:src1]' },
      undefined,
      'groups-unclear',
    ],
  ])('%s', async (_, claims, authorization, is) => {
    expect((await asks(claims, authorization)).is).toBe(is);
  });

  it('are told apart at spaces and commas where the operator says that every group is a word', async () => {
    const words = { env: { GROUP_NAMES: 'words' } };
    expect((await asks({ groups: '[x admins]' }, undefined, words)).is).toBe('ADMINS');
    expect((await asks({ groups: 'x,admins' }, undefined, words)).is).toBe('ADMINS');
    expect((await asks({ groups: '[x dev]' }, undefined, words)).is).toBe('nobody');
    expect((await asks({ groups: '[x admins]' }, `Bearer ${one}`, words)).is).toBe('nobody');
  });

  it('are not told apart by a header that the authorizer does not look at', async () => {
    const elsewhere = { env: { TOKEN_HEADER: 'none' } };
    const forged = `Bearer ${token({ groups: ['x', 'admins'] })}`;
    expect((await asks({ groups: '[x admins]' }, forged, elsewhere)).is).toBe('groups-unclear');
  });

  it('matter to a grant that looks at them, which is named to those whom it is made to alone', async () => {
    const policy = {
      layers: [{ name: 'organization' }],
      grants: [{ name: 'of-admins', to: { groups: ['admins', 'x admins'] } }],
    };
    const unclear = await asks({ groups: '[x admins]' }, undefined, { policy });
    expect([unclear.status, unclear.is]).toEqual([403, 'groups-unclear']);
    expect(JSON.stringify(unclear.document)).not.toContain('of-admins');
    expect((await asks({ groups: '[admins]' }, undefined, { policy })).status).toBe(201);
    expect((await asks({ groups: '[x admins]' }, `Bearer ${one}`, { policy })).status).toBe(201);
  });

  it('matter to nobody where nothing looks at them', async () => {
    const people = {
      name: 'people',
      applies: { callers: ['jwt:*'] },
      defaults: { description: 'PEOPLE' },
    };
    const policy = { layers: [{ name: 'organization' }, people] };
    expect((await asks({ groups: '[x admins]' }, undefined, { policy })).is).toBe('PEOPLE');
  });

  it('are none of a role’s', async () => {
    const { document } = await withProxy({ policy: looking }, (proxy) =>
      proxy.send({ body: smallest }),
    );
    expect(document.imagePipeline).not.toHaveProperty('description');
  });
});
