import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { resolve } from '../../../src/core/decide.ts';
import type { Layer, OrganizationPolicy } from '../../../src/policy/document.ts';
import type { RequestFacts } from '../../../src/policy/variables.ts';

const facts: RequestFacts = {
  caller: {
    id: 'arn:aws:sts::111122223333:assumed-role/payments-ci/build',
    account: '111122223333',
    groups: [],
  },
  requestTime: '2026-08-01T12:00:00.000Z',
};
const image = 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/web/1.0.0';
const container = 'arn:aws:imagebuilder:eu-west-1:123456789012:container-recipe/web/1.0.0';

const resolved = (
  layers: readonly Layer[],
  sent: JsonObject,
  rest: Partial<OrganizationPolicy> = {},
) => resolve({ layers, ...rest }, facts, sent);

describe('defaults', () => {
  it('are what the caller leaves out, and the caller goes before all of them', () => {
    const { request, provenance, layers, issues } = resolved(
      [
        { name: 'a', defaults: { status: 'ENABLED', schedule: { timezone: 'Etc/UTC' } } },
        { name: 'b', defaults: { schedule: { timezone: 'Europe/Berlin' }, description: 'b' } },
      ],
      { name: 'web', description: 'mine', schedule: { scheduleExpression: 'rate(1 day)' } },
    );
    expect(request).toEqual({
      name: 'web',
      status: 'ENABLED',
      schedule: { timezone: 'Europe/Berlin', scheduleExpression: 'rate(1 day)' },
      description: 'mine',
    });
    expect(provenance).toEqual({
      '/name': 'caller',
      '/status': 'a',
      '/schedule/timezone': 'b',
      '/schedule/scheduleExpression': 'caller',
      '/description': 'caller',
    });
    expect(layers).toEqual(['a', 'b']);
    expect(issues).toEqual([]);
  });

  it.each([
    [{ containerRecipeArn: container }, { imageRecipeArn: image }],
    [{ imageRecipeArn: image }, { containerRecipeArn: container }],
  ])('of one recipe %j give way to the other kind: %j', (defaults, sent) => {
    const { request, provenance } = resolved([{ name: 'a', defaults }], sent);
    expect(request).toEqual(sent);
    expect(Object.values(provenance)).toEqual(['caller']);
  });
});

describe('an enforced value', () => {
  const locked: Layer[] = [
    {
      name: 'organization',
      enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
    },
    { name: 'team', enforced: { imageScanningConfiguration: { imageScanningEnabled: false } } },
  ];

  it('is set where the caller says nothing, and the general layer keeps the word', () => {
    const { request, provenance } = resolved(locked, {});
    expect(request).toEqual({ imageScanningConfiguration: { imageScanningEnabled: true } });
    expect(provenance).toEqual({
      '/imageScanningConfiguration/imageScanningEnabled': 'organization',
    });
  });

  it('that the caller sends itself is no contradiction, and is the layer’s', () => {
    const sent = { imageScanningConfiguration: { imageScanningEnabled: true } };
    const { issues, provenance } = resolved(locked, sent);
    expect(issues).toEqual([]);
    expect(provenance).toEqual({
      '/imageScanningConfiguration/imageScanningEnabled': 'organization',
    });
  });

  it('goes before the default of any layer', () => {
    const layers = [
      { name: 'a', enforced: { status: 'ENABLED' } },
      { name: 'b', defaults: { status: 'DISABLED' } },
    ];
    expect(resolved(layers, {}).request).toEqual({ status: 'ENABLED' });
  });

  it('that the caller contradicts is a refusal in words, and its own value stays to be seen', () => {
    const sent = { imageScanningConfiguration: { imageScanningEnabled: false } };
    const { issues, request } = resolved(locked, sent);
    expect(issues).toEqual([
      {
        pointer: '/imageScanningConfiguration/imageScanningEnabled',
        code: 'enforced',
        detail:
          'The policy layer "organization" sets it to true and it cannot be changed: leave it out or send that value. Sent: false.',
      },
    ]);
    expect(request).toEqual(sent);
  });

  it.each([
    ['a list in another order', { workflows: [1, 2] }, { workflows: [2, 1] }, '/workflows'],
    ['null', { status: 'ENABLED' }, { status: null }, '/status'],
    ['an object in place of a text', { status: 'ENABLED' }, { status: {} }, '/status'],
    ['a tag in another case', { tags: { A: 'x' } }, { tags: { A: 'X' } }, '/tags/A'],
    ['a number as a text', { tags: { A: '1' } }, { tags: { A: 1 } }, '/tags/A'],
    [
      'a tag whose key is escaped',
      { tags: { 'a/b~c': '1' } },
      { tags: { 'a/b~c': '2' } },
      '/tags/a~1b~0c',
    ],
  ])('is contradicted by %s', (_, enforced, sent, pointer) => {
    const { issues } = resolved([{ name: 'a', enforced }], sent);
    expect(issues.map(({ pointer: at, code }) => [at, code])).toEqual([[pointer, 'enforced']]);
  });

  it('is the same list or object whatever the order of its members', () => {
    const enforced = { workflows: [{ workflowArn: 'x', onFailure: 'ABORT' }] };
    const sent = { workflows: [{ onFailure: 'ABORT', workflowArn: 'x' }] };
    expect(resolved([{ name: 'a', enforced }], sent).issues).toEqual([]);
  });

  it('that is {} is contradicted by no object, since it says nothing', () => {
    const layers = [{ name: 'a', enforced: { schedule: {} } }];
    const sent = { schedule: { timezone: 'Etc/UTC' } };
    expect(resolved(layers, sent)).toMatchObject({ request: sent, issues: [] });
    expect(resolved(layers, { schedule: 'daily' }).issues).toHaveLength(1);
    expect(resolved(layers, {}).request).toEqual({ schedule: {} });
  });

  it('is left alone where the caller sent no object, which the model names', () => {
    const { request, issues } = resolved([{ name: 'a', enforced: { tags: { A: '1' } } }], {
      tags: ['A'],
    });
    expect(request).toEqual({ tags: ['A'] });
    expect(issues).toEqual([]);
  });

  it.each([
    ['imageRecipeArn', image, 'containerRecipeArn', container],
    ['containerRecipeArn', container, 'imageRecipeArn', image],
  ])('of a recipe, %s, refuses the other kind', (member, value, other, sent) => {
    const { issues } = resolved([{ name: 'a', enforced: { [member]: value } }], { [other]: sent });
    expect(issues).toEqual([
      {
        pointer: `/${other}`,
        code: 'enforced',
        detail: `The policy layer "a" sets "${member}" to "${value}", so "${other}" cannot be given: leave it out.`,
      },
    ]);
  });

  it('of a recipe displaces a default of the other kind', () => {
    const layers = [
      { name: 'a', enforced: { imageRecipeArn: image } },
      { name: 'b', defaults: { containerRecipeArn: container } },
    ];
    expect(resolved(layers, {})).toMatchObject({ request: { imageRecipeArn: image }, issues: [] });
    expect(resolved(layers, {}).request).not.toHaveProperty('containerRecipeArn');
  });

  it('in a tag has its variables filled in before it is compared', () => {
    const layers = [{ name: 'a', enforced: { tags: { By: '${account}' } } }];
    expect(resolved(layers, { tags: { By: '111122223333' } }).issues).toEqual([]);
    expect(resolved(layers, { tags: { By: '${account}' } }).issues).toHaveLength(1);
  });

  it('is named once, whatever an allowed list says of the caller’s value too', () => {
    const layers = [
      { name: 'a', enforced: { status: 'ENABLED' }, allowed: { status: ['ENABLED'] } },
    ];
    expect(resolved(layers, { status: 'DISABLED' }).issues.map(({ code }) => code)).toEqual([
      'enforced',
    ]);
  });
});

describe('variables', () => {
  it('of a caller’s own tags stay as they were sent', () => {
    expect(resolved([], { tags: { By: '${caller}' } }).request).toEqual({
      tags: { By: '${caller}' },
    });
  });
});

describe('allowed values', () => {
  it('hold for what defaults supply as for what the caller sends', () => {
    const layers: Layer[] = [
      { name: 'a', defaults: { executionRole: 'other' } },
      { name: 'b', allowed: { executionRole: ['build-*'] } },
    ];
    expect(resolved(layers, {}).issues.map(({ code }) => code)).toEqual(['not-allowed']);
    expect(resolved(layers, { executionRole: 'build-web' }).issues).toEqual([]);
    expect(resolved(layers, { executionRole: 'web' }).issues).toHaveLength(1);
  });
});

describe('empty tags', () => {
  it('are left out, since the service wants at least one', () => {
    const { request, provenance } = resolved([], { name: 'web', tags: {}, imageTags: {} });
    expect(request).toEqual({ name: 'web' });
    expect(provenance).toEqual({ '/name': 'caller' });
  });

  it('are filled by a layer like tags that are absent', () => {
    const layers = [{ name: 'a', defaults: { tags: { A: '1' } } }];
    expect(resolved(layers, { tags: {} }).request).toEqual({ tags: { A: '1' } });
  });
});

describe('tag policies', () => {
  const costCenter: Layer = {
    name: 'organization',
    tagPolicies: [
      {
        tags: {
          costcenter: {
            tag_key: { '@@assign': 'CostCenter' },
            tag_value: { '@@assign': ['100', '200*'] },
            report_required_tag_for: { '@@assign': ['imagebuilder:image-pipeline'] },
          },
        },
      },
    ],
  };
  const breach = { tags: { CostCenter: '300' } };

  it('refuse a breach, by default and where they are to', () => {
    const { issues, warnings } = resolved([costCenter], breach);
    expect(issues).toEqual([
      {
        pointer: '/tags/CostCenter',
        code: 'tag-value-not-allowed',
        detail:
          'The tag policy does not allow the specified value for the following tag key: "CostCenter". The value is "300". Allowed values: "100" or "200*", "*" being any characters. Did you mean "100"?',
      },
    ]);
    expect(warnings).toEqual([]);
    expect(resolved([costCenter], breach, { tagPolicyCompliance: 'error' }).issues).toEqual(issues);
  });

  it('only warn of one, or do not look, where the policy says so', () => {
    const warned = resolved([costCenter], breach, { tagPolicyCompliance: 'warning' });
    expect(warned.issues).toEqual([]);
    expect(warned.warnings.map(({ code }) => code)).toEqual(['tag-value-not-allowed']);
    expect(resolved([costCenter], breach, { tagPolicyCompliance: 'disabled' })).toMatchObject({
      issues: [],
      warnings: [],
    });
  });

  it('hold for the tags after defaults, and miss what nobody supplies', () => {
    expect(resolved([costCenter], {}).issues).toMatchObject([
      { pointer: '/tags/CostCenter', code: 'required-tag-missing' },
    ]);
    const withDefault = [costCenter, { name: 'b', defaults: { tags: { CostCenter: '2001' } } }];
    expect(resolved(withDefault, {}).issues).toEqual([]);
  });

  it('take a value of imageTags that is known at build time for a warning, and one of tags for a breach', () => {
    const value = '{{imagebuilder:buildDate}}';
    const { issues, warnings } = resolved([costCenter], {
      tags: { CostCenter: value },
      imageTags: { CostCenter: value },
    });
    expect(issues.map(({ pointer }) => pointer)).toEqual(['/tags/CostCenter']);
    expect(warnings.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/imageTags/CostCenter', 'tag-value-unresolved'],
    ]);
  });

  it('are inherited level by level from the layers that apply, below what the account inherits', () => {
    const team: Layer = {
      name: 'team',
      applies: { accounts: ['111122223333'] },
      tagPolicies: [{ tags: { costcenter: { tag_value: { '@@append': ['300'] } } } }],
    };
    expect(resolved([costCenter, team], breach).issues).toEqual([]);
    const inherited = { tags: { team: { tag_value: ['web'], tag_key: 'Team' } } };
    const policy = { layers: [] };
    expect(resolve(policy, facts, { tags: { Team: 'x' } }, inherited).issues).toMatchObject([
      { pointer: '/tags/Team', code: 'tag-value-not-allowed' },
    ]);
  });
});
