import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide } from '../../../../src/core/decide.ts';
import type { JsonObject } from '../../../../src/json/json-value.ts';
import { compilePolicy, type CompiledPolicy } from '../../../../src/policy/compile.ts';
import type { Caller } from '../../../../src/policy/document.ts';
import { checkShape } from '../../../../src/schema/request-schema.ts';
import { explainRequest, explanationDocument } from '../../../../tools/policy/explain.ts';
import { explanationLines } from '../../../../tools/policy/explanation-text.ts';
import { arbitraryFacts, arbitraryPolicy } from '../../../support/arbitrary-policy.ts';
import { arbitraryBody } from '../../../support/arbitrary-body.ts';
import { authorizerOf } from '../../../support/authorizer.ts';
import { openInProcessProxy } from '../../../support/in-process-proxy.ts';
import { compiledPolicyOf, timeless } from '../../../support/policy.ts';
import { pairsOf } from '../../../support/issue-pairs.ts';
import type { Proxy } from '../../../support/proxy.ts';

let current: CompiledPolicy = compilePolicy({ layers: [] });
let proxy: Proxy;
beforeAll(async () => {
  proxy = await openInProcessProxy({ policy: () => Promise.resolve(current) });
});
afterAll(() => proxy.close());

/** What is held equal of two answers. */
const gist = (document: JsonObject) => ({
  status: document['status'],
  code: document['code'],
  errors: pairsOf(document['errors']),
  warnings: pairsOf(document['warnings']),
  imagePipeline: document['imagePipeline'],
  provenance: document['provenance'],
});

const requestTime = '2026-08-01T12:00:00.000Z';

const answered = async (caller: Caller, text: string): Promise<JsonObject> => {
  const authorizer = authorizerOf(caller);
  const { status, document } = await proxy.send({ query: 'dryRun=true', body: text, authorizer });
  return { ...document, status };
};

const explained = async (caller: Caller, text: string): Promise<JsonObject> => {
  const facts = { caller, requestTime };
  return explanationDocument(await explainRequest(current, facts, text), facts);
};

const recipe = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web-server/1.0.0';
const beside = (member: string): string =>
  `{"name":"web-server","imageRecipeArn":"${recipe}",${member}}`;
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

/** Bodies that nobody means, as texts. */
const oddBodies: readonly (readonly [what: string, text: string])[] = [
  ['a number beyond numbers', beside('"imageTestsConfiguration":{"timeoutMinutes":1e999}')],
  ['a number beyond numbers in the place of text', beside('"description":-1e999')],
  ['40 levels of nesting', beside(`"tags":${nested(40)}`)],
  ['31 levels of nesting', beside(`"tags":${nested(31)}`)],
  ['half of a surrogate pair', beside('"description":"a\\ud83d"')],
  ['half of a surrogate pair in a tag key', beside('"tags":{"k\\udc00":"v"}')],
  ['a member twice', beside('"name":"other"')],
  ['a tag twice, once escaped', beside('"tags":{"A":"1","\\u0041":"2"}')],
  ['a member named __proto__', beside('"__proto__":{"status":"ENABLED"}')],
  ['a member named constructor', beside('"constructor":{"prototype":{}}')],
  ['dryRun among the members', beside('"dryRun":true')],
  ['a token that is not one', beside('"clientToken":7')],
  ['a token that is too long', beside(`"clientToken":"${'x'.repeat(65)}"`)],
  ['51 tags', beside(`"tags":{${Array.from({ length: 51 }, (_, n) => `"t${n}":"v"`).join()}}`)],
  ['300 unknown members', beside(Array.from({ length: 300 }, (_, n) => `"m${n}":0`).join())],
  ['2,000 items', beside(`"workflows":[${Array.from({ length: 2_000 }, () => 0).join()}]`)],
  ['a body over 256 KiB', beside(`"description":"${'x'.repeat(256 * 1024)}"`)],
  ['no JSON', '{"name": }'],
  ['half of JSON', '{"name": "web'],
  ['a byte order mark', '\ufeff{"name":"web-server"}'],
  ['a list', '[]'],
  ['a text', '"web-server"'],
  ['null', 'null'],
  ['an empty object', '{}'],
];

describe('explain', () => {
  it.each(oddBodies)('says of %s what the function answers', async (_, text) => {
    current = compilePolicy({
      layers: [{ name: 'organization', enforced: { tags: { CreatedBy: '${caller}' } } }],
    });
    const caller = { id: 'jwt:ana', groups: ['platform'] };
    expect(gist(await explained(caller, text))).toEqual(gist(await answered(caller, text)));
  });

  it('says of any request under any policy what the function answers', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPolicy,
        arbitraryFacts,
        arbitraryBody,
        async (policy, { caller }, body) => {
          current = compilePolicy(timeless(policy));
          const text = JSON.stringify(body);
          expect(gist(await explained(caller, text))).toEqual(gist(await answered(caller, text)));
        },
      ),
    );
  });
});

describe('what explain says of grants', () => {
  const linesFor = async (document: object, caller: Caller, name = 'web-shop'): Promise<string> => {
    const policy = compiledPolicyOf({ layers: [{ name: 'organization' }], ...document });
    const facts = { caller, requestTime };
    const arn = (resource: string) => `arn:aws:imagebuilder:eu-west-1:222222222222:${resource}`;
    const text = JSON.stringify({
      name,
      imageRecipeArn: arn('image-recipe/web/1.0.0'),
      infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
    });
    return explanationLines(await explainRequest(policy, facts, text), facts).join('\n');
  };
  const grants = [
    { name: 'over', to: { groups: ['web'] }, until: '2026-08-01' },
    { name: 'api', contact: '#api', to: { groups: ['web'] }, allowed: { name: ['api-*'] } },
    { name: 'secret', to: { groups: ['other'] } },
    { name: 'web', to: { groups: ['web'] }, allowed: { name: ['web-*'] } },
    { name: 'people', to: { callers: ['jwt:*'] }, in: { accounts: ['222222222222'] } },
  ];
  const person = { id: 'jwt:ana', groups: ['web'] };

  it('is the one that is used, and of each that is made to the caller why it does not cover', async () => {
    const text = await linesFor({ grants }, person);
    expect(text).toContain('\nGrant         web\n');
    expect(text).toContain(`
Grants made to the caller:
  over    The grant "over" takes days before 2026-08-01; today is 2026-08-01.
  api     The grant "api" takes "name" of "api-*"; "name" is "web-shop" here. Ask #api
  web     It covers the request.
  people  It covers the request.

Layers that apply:
  organization
`);
    expect(text).not.toContain('secret');
  });

  it('is that none covers the request', async () => {
    const text = await linesFor({ grants: grants.slice(0, 2) }, person);
    expect(text).toMatch(/^Refused: the proxy would answer 403 not-granted/);
    expect(text).toContain('\nGrant         none covers the request\n');
  });

  it.each([
    [{ groups: [] }, 'anonymous, as in a direct invocation'],
    [{ id: 'bot:ci', groups: [] }, 'bot:ci'],
  ])('is that none is made to %j, so that no layer is looked at', async (caller, named) => {
    const text = await linesFor({ grants }, caller);
    expect(text).toContain(`\nCaller        ${named}\n`);
    expect(text).toContain(
      '\nGrants made to the caller: none\n\nLayers: not looked at, since no grant is made to the caller\n',
    );
    expect(text).not.toContain('Layers that');
  });

  it('is nothing under a policy without any', async () => {
    const text = await linesFor({}, person);
    expect(text).not.toMatch(/grant/i);
    expect(text).toContain('\nLayers that apply:\n  organization\n');
  });
});

describe('what explain says of layers that do not apply', () => {
  const policy = compilePolicy({
    layers: [
      { name: 'exception', applies: { groups: ['web'] } },
      { name: 'organization', applies: { unless: ['exc*'] }, defaults: { status: 'ENABLED' } },
      { name: 'production', applies: { targets: { accounts: ['333333333333'] } } },
      { name: 'urgent', applies: { request: { 'tags.Urgent': ['yes'] }, from: '2026-08-01' } },
      {
        name: 'several',
        applies: [
          { groups: ['web'], until: '2026-08-01' },
          { callers: ['arn:*'], unless: ['exception'] },
        ],
      },
      { name: 'later', applies: { groups: ['web'], from: '2026-08-02' } },
    ],
  });
  const facts = { caller: { id: 'jwt:ana', groups: ['web'] }, requestTime };
  const text = JSON.stringify({
    name: 'x',
    infrastructureConfigurationArn:
      'arn:aws:imagebuilder:eu-west-1:222222222222:infrastructure-configuration/standard',
  });

  it('is which matchers do not match, set by set, and which exception applies', async () => {
    const lines = explanationLines(await explainRequest(policy, facts, text), facts).join('\n');
    expect(lines).toContain(`
Layers that do not apply:
  organization  its "unless" names a layer that applies: "exception"
  production    its "targets" do not match the target
  urgent        its "request" asks for other values than the request has
  several       set 1: its "until" has passed; set 2: its "callers" do not match the caller; set 2: its "unless" names a layer that applies: "exception"
  later         its "from" is a day to come
`);
  });

  it('is the same for programs, the place of a set before its matchers', async () => {
    const { layers } = await explainRequest(policy, facts, text);
    expect(layers[4]).toEqual({
      name: 'several',
      applies: false,
      unmatched: ['0/until', '1/callers', '1/unless'],
      exceptions: ['exception'],
    });
  });
});

describe('decide', () => {
  it('decides on any request under any policy as the function does', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryPolicy,
        arbitraryFacts,
        arbitraryBody,
        async (policy, { caller }, { clientToken, ...body }) => {
          current = compilePolicy(timeless(policy));
          // As the function reads it.
          const sent = JSON.parse(JSON.stringify(body)) as JsonObject;
          const { issues: shapeIssues } = checkShape(sent);
          const decision = decide(current, { caller, requestTime, sent, shapeIssues });
          const answer = await answered(caller, JSON.stringify(sent));
          expect(answer['code']).toBe(decision.refusal);
          if (decision.refusal === undefined) {
            expect(answer['imagePipeline']).toEqual(decision.request);
            expect(answer['provenance']).toEqual(decision.provenance);
            expect(answer['warnings']).toEqual(decision.warnings);
          } else {
            expect(pairsOf(answer['errors'])).toEqual(pairsOf(decision.issues));
          }
        },
      ),
    );
  });
});
