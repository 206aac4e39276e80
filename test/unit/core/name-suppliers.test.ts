import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../src/json/deep-freeze.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { decide, type Decision } from '../../../src/core/decide.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Caller, OrganizationPolicy } from '../../../src/policy/document.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { factsOf } from '../../support/policy-facts.ts';

const arn = (resource: string, region = 'eu-west-1', account = '123456789012'): string =>
  `arn:aws:imagebuilder:${region}:${account}:${resource}`;
const standard = arn('infrastructure-configuration/standard');
const recipe = arn('image-recipe/web/1.0.0');
const served = {
  account: '123456789012',
  region: 'eu-west-1',
  targetRegions: ['eu-west-1', 'eu-north-1'],
};
const ana: Caller = { id: 'jwt:ana', groups: ['img-web'] };
const count = (most: number, prefix = 'T') =>
  Object.fromEntries(Array.from({ length: most }, (_, index) => [`${prefix}${index}`, 'x']));

const decided = (policy: OrganizationPolicy, members: JsonObject): Decision => {
  const sent = { name: 'web-server', imageRecipeArn: recipe, ...members };
  const { issues: shapeIssues } = checkShape(sent);
  const compiled = compilePolicy(deepFreeze(policy));
  return decide(compiled, { ...factsOf(ana), sent, shapeIssues }, served);
};

/** Whose an issue is, and what it says, as lines. */
const lines = (issues: Decision['warnings']): string[] =>
  issues.map(
    ({ pointer, code, layer, grant, detail }) =>
      `${pointer} ${code} (${layer ?? grant ?? 'nobody'}) ${detail}`,
  );
const said = (policy: OrganizationPolicy, members: JsonObject): string[] => {
  const decision = decided(policy, members);
  return [
    ...lines(decision.refusal === undefined ? [] : decision.issues),
    ...lines(decision.warnings),
  ];
};

const organization = {
  name: 'organization',
  contact: '#golden-images',
  defaults: { infrastructureConfigurationArn: standard },
};

interface Case {
  readonly name: string;
  readonly policy: OrganizationPolicy;
  readonly members: JsonObject;
  readonly expected: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'the target that the caller’s recipe is not in, and the Regions that another may be in',
    policy: { layers: [organization] },
    members: { imageRecipeArn: arn('image-recipe/web/1.0.0', 'us-west-2') },
    expected: [
      '/imageRecipeArn different-region (organization) All ARNs of one request must be in one Region: this one is in "us-west-2", /infrastructureConfigurationArn in "eu-west-1". The policy layer "organization" supplies "infrastructureConfigurationArn". This proxy serves you in eu-west-1, eu-north-1. Ask #golden-images',
    ],
  },
  {
    name: 'the same where the caller’s grants are for fewer Regions than are served',
    policy: {
      grants: [
        { name: 'web', to: { groups: ['img-web'] }, in: { regions: ['eu-west-*', 'us-west-2'] } },
        { name: 'payments', to: { groups: ['img-payments'] }, in: { regions: ['eu-north-1'] } },
      ],
      layers: [{ name: 'organization', enforced: organization.defaults }],
    },
    members: { imageRecipeArn: arn('image-recipe/web/1.0.0', 'us-west-2') },
    expected: [
      '/imageRecipeArn different-region (organization) All ARNs of one request must be in one Region: this one is in "us-west-2", /infrastructureConfigurationArn in "eu-west-1". The policy layer "organization" supplies "infrastructureConfigurationArn". This proxy serves you in eu-west-1.',
    ],
  },
  {
    name: 'a target in another partition',
    policy: { layers: [organization] },
    members: {
      imageRecipeArn: 'arn:aws-cn:imagebuilder:cn-north-1:123456789012:image-recipe/web/1.0.0',
    },
    expected: [
      '/imageRecipeArn different-partition (organization) All ARNs of one request must be in one partition: this one is in "aws-cn", /infrastructureConfigurationArn in "aws". The policy layer "organization" supplies "infrastructureConfigurationArn". This proxy serves you in eu-west-1, eu-north-1. Ask #golden-images',
    ],
  },
  {
    name: 'a distribution configuration that is not where the caller’s own target is',
    policy: {
      layers: [
        {
          name: 'a',
          defaults: { distributionConfigurationArn: arn('distribution-configuration/all') },
        },
      ],
    },
    members: {
      imageRecipeArn: arn('image-recipe/web/1.0.0', 'eu-north-1'),
      infrastructureConfigurationArn: arn('infrastructure-configuration/mine', 'eu-north-1'),
    },
    expected: [
      '/distributionConfigurationArn different-region (a) All ARNs of one request must be in one Region: this one is in "eu-west-1", /infrastructureConfigurationArn in "eu-north-1". The policy layer "a" supplies "distributionConfigurationArn".',
    ],
  },
  {
    name: 'both halves of a contradiction, of one layer and of two',
    policy: {
      layers: [
        organization,
        {
          name: 'north',
          defaults: {
            workflows: [{ workflowArn: arn('workflow/test/smoke/1.0.0', 'eu-north-1') }],
            executionRole: 'arn:aws:iam::123456789012:role/imagebuilder/build',
          },
        },
      ],
    },
    members: {},
    expected: [
      '/workflows/0/workflowArn different-region (north) All ARNs of one request must be in one Region: this one is in "eu-north-1", /infrastructureConfigurationArn in "eu-west-1". The policy layer "north" supplies "workflows". The policy layer "organization" supplies "infrastructureConfigurationArn". This proxy serves you in eu-west-1, eu-north-1.',
    ],
  },
  {
    name: 'a target that is not served',
    policy: {
      layers: [
        {
          name: 'sandbox',
          contact: '#sandbox',
          defaults: {
            infrastructureConfigurationArn: arn('infrastructure-configuration/x', 'us-west-2'),
          },
        },
      ],
    },
    members: { imageRecipeArn: arn('image-recipe/web/1.0.0', 'us-west-2') },
    expected: [
      '/infrastructureConfigurationArn target-not-allowed (sandbox) The infrastructure configuration decides where a pipeline is created: us-west-2 in account 123456789012; this proxy serves eu-west-1, eu-north-1 in account 123456789012. The policy layer "sandbox" supplies "infrastructureConfigurationArn". Ask #sandbox',
    ],
  },
  {
    name: 'the workflows that need a role, and the log group',
    policy: {
      layers: [
        organization,
        {
          name: 'hardening',
          defaults: {
            workflows: [{ workflowArn: arn('workflow/test/cis/1.0.0') }],
            loggingConfiguration: { imageLogGroupName: '/example/images' },
          },
        },
      ],
    },
    members: {},
    expected: [
      '/executionRole execution-role-required (hardening) "workflows" needs an "executionRole", for example "arn:aws:iam::123456789012:role/imagebuilder/build". The policy layer "hardening" supplies "workflows".',
      '/loggingConfiguration/imageLogGroupName execution-role-required (hardening) A log group outside /aws/imagebuilder/ needs an "executionRole", for example "arn:aws:iam::123456789012:role/imagebuilder/build"; or choose one such as "/aws/imagebuilder/web-server". The policy layer "hardening" supplies "loggingConfiguration.imageLogGroupName".',
    ],
  },
  {
    name: 'a member that is not complete',
    policy: {
      layers: [organization, { name: 'a', defaults: { schedule: { autoDisablePolicy: {} } } }],
    },
    members: {},
    expected: [
      '/schedule/autoDisablePolicy/failureCount required (a) "schedule.autoDisablePolicy.failureCount" is required: a whole number from 1 to 10, for example 3. The policy layer "a" supplies "schedule.autoDisablePolicy".',
    ],
  },
  {
    name: 'what is only warned of',
    policy: {
      layers: [
        organization,
        { name: 'a', defaults: { imageTestsConfiguration: { timeoutMinutes: 90 } } },
      ],
    },
    members: {},
    expected: [
      '/imageTestsConfiguration/timeoutMinutes ignored-by-image-builder (a) Image Builder does not use "timeoutMinutes" at present: the value is ignored. The policy layer "a" supplies "imageTestsConfiguration.timeoutMinutes".',
    ],
  },
  {
    name: 'a default that another layer does not allow, forbids, or wants otherwise',
    policy: {
      layers: [
        { ...organization, allowed: { status: ['ENABLED'] }, forbidden: { 'tags.Team': ['web'] } },
        {
          name: 'b',
          defaults: { status: 'DISABLED', tags: { Team: 'web' }, description: 'x' },
          required: { description: ['*CHG-*'] },
        },
      ],
    },
    members: {},
    expected: [
      '/status not-allowed (organization) The policy layer "organization" does not allow "DISABLED" for "status"; allowed: "ENABLED". The policy layer "b" supplies it. Ask #golden-images',
      '/tags/Team forbidden-by-policy (organization) The policy layer "organization" forbids "web" for "tags.Team"; forbidden: "web". The policy layer "b" supplies it. Ask #golden-images',
      '/description required-by-policy (b) The policy layer "b" requires one of "*CHG-*" for "description"; got "x". The policy layer "b" supplies it.',
    ],
  },
  {
    name: 'a tag that the tag policy does not allow, whether or not the caller adds one of its own',
    policy: {
      layers: [
        {
          ...organization,
          tagPolicies: [
            {
              tags: {
                stage: { tag_key: { '@@assign': 'Stage' }, tag_value: { '@@assign': ['prod'] } },
              },
            },
          ],
        },
        { name: 'b', defaults: { tags: { Stage: 'test' }, imageTags: { Stage: 'test' } } },
      ],
    },
    members: { imageTags: { Team: 'web' } },
    expected: ['tags', 'imageTags'].map(
      (member) =>
        `/${member}/Stage tag-value-not-allowed (organization) The tag policy does not allow the specified value for the following tag key: "Stage". The value is "test". Allowed values: "prod". The policy layer "b" supplies it. Ask #golden-images`,
    ),
  },
  {
    name: 'the values for which no grant covers the request',
    policy: {
      grants: [
        {
          name: 'web',
          to: { groups: ['img-web'] },
          in: { regions: ['eu-north-1'] },
          allowed: { 'tags.Team': ['web'], name: ['web'] },
        },
      ],
      layers: [{ ...organization, enforced: { tags: { Team: 'all' } } }],
    },
    members: {},
    expected: [
      '/infrastructureConfigurationArn not-granted (web) The grant "web" takes Region "eu-north-1", "tags.Team" of "web", "name" of "web"; the Region here is "eu-west-1" (of the policy layer "organization"), "tags.Team" is "all" here (of the policy layer "organization"), "name" is "web-server" here.',
    ],
  },
];

describe('What is said of a value that a layer supplied names the layer:', () => {
  it.each(cases)('$name', ({ policy, members, expected }) => {
    expect(said(policy, members)).toEqual(expected);
  });

  it('everything at once, in the first answer', () => {
    const members = {
      name: 'x',
      imageRecipeArn: arn('image-recipe/web/1.0.0', 'us-west-2'),
      schedule: { timezone: 'Europe/Nowhere' },
    };
    expect(said({ layers: [organization] }, members).map((line) => line.split(' ')[0])).toEqual([
      '/name',
      '/imageRecipeArn',
      '/schedule/timezone',
    ]);
  });

  it('nothing is added where the caller sent all of it', () => {
    const own = {
      infrastructureConfigurationArn: standard,
      imageRecipeArn: arn('image-recipe/web/1.0.0', 'us-west-2'),
      workflows: [{ workflowArn: arn('workflow/test/cis/1.0.0') }],
      imageTestsConfiguration: { timeoutMinutes: 90 },
      tags: count(51),
    };
    const without = said({ layers: [] }, own);
    expect(without).toHaveLength(4);
    expect(said({ layers: [organization] }, own)).toEqual(without);
  });
});

describe('Too many tags are counted by who supplied them:', () => {
  const team = {
    name: 'web',
    contact: '#web',
    enforced: { tags: { CreatedBy: 'x', Team: 'web' } },
  };
  const managed = { name: 'organization', defaults: { tags: { ManagedBy: 'proxy', T0: 'x' } } };
  it.each<[string, OrganizationPolicy['layers'], JsonObject, string]>([
    [
      'one layer',
      [managed],
      count(50),
      '/tags too-many-members (organization) "tags" must be a map of 1 to 50 tags; got 51. 50 of yours and "ManagedBy" of the policy layer "organization" make 51.',
    ],
    [
      'two layers',
      [managed, team],
      { ...count(49), Team: 'web' },
      '/tags too-many-members (nobody) "tags" must be a map of 1 to 50 tags; got 52. 49 of yours, "ManagedBy" of the policy layer "organization" and "Team", "CreatedBy" of the policy layer "web" make 52.',
    ],
    [
      'the caller alone sends more already',
      [team],
      count(51),
      '/tags too-many-members (web) "tags" must be a map of 1 to 50 tags, for example {"CostCenter":"100"}; got an object of 51. 51 of yours and "CreatedBy", "Team" of the policy layer "web" make 53. Ask #web',
    ],
    [
      'layers alone',
      [
        { name: 'a', defaults: { tags: count(40) } },
        { name: 'b', defaults: { tags: count(12, 'U') } },
      ],
      {},
      '/tags too-many-members (nobody) "tags" must be a map of 1 to 50 tags; got 52. "T0", "T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9" and 30 more of the policy layer "a" and "U0", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9" and 2 more of the policy layer "b" make 52.',
    ],
  ])('%s', (_, layers, tags, expected) => {
    expect(said({ layers }, { infrastructureConfigurationArn: standard, tags })).toEqual([
      expected,
    ]);
  });
});

describe('A caller to whom no grant is made', () => {
  it('hears nothing of what layers supply', () => {
    const policy: OrganizationPolicy = {
      grants: [{ name: 'payments', to: { groups: ['img-payments'] } }],
      layers: [organization],
    };
    const members = { tags: count(51), imageRecipeArn: arn('image-recipe/web/1.0.0', 'us-west-2') };
    expect(JSON.stringify(said(policy, members))).not.toMatch(
      /organization|golden|eu-west-1|serves/,
    );
  });
});
