import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromPointer, toPointer, valueAt } from '../../../../src/json/pointer.ts';
import { decide } from '../../../../src/core/decide.ts';
import type { JsonObject } from '../../../../src/json/json-value.ts';
import { compilePolicy } from '../../../../src/policy/compile.ts';
import type { OrganizationPolicy } from '../../../../src/policy/document.ts';
import { checkPolicy } from '../../../../tools/policy/check/check-policy.ts';
import { checkCodes } from '../../../../tools/policy/check/diagnostic.ts';
import type { RequestFacts } from '../../../../src/policy/variables.ts';
import { parsePolicy } from '../../../../src/policy-source/parse-policy.ts';
import {
  arbitraryFacts,
  arbitraryPlainPolicy,
  arbitraryPolicy,
  arbitrarySent,
} from '../../../support/arbitrary-policy.ts';
import { deepFrozen } from '../../policy/tags/arbitraries.ts';
import { checkCases } from './check-cases.ts';
import { languageCases, today } from './language-cases.ts';

/** What the function's own code makes of a request, and everything that stands against it. */
const decided = (policy: OrganizationPolicy, facts: RequestFacts, sent: JsonObject) => {
  const decision = decide(compilePolicy(policy), { ...facts, sent, shapeIssues: [] });
  return { ...decision, issues: decision.refusal === undefined ? [] : decision.issues };
};

/** What is looked at in a case without grants of its own is its layers. */
const everybody = [
  { name: 'everybody', to: { callers: ['*', 'anonymous'] }, in: { accounts: ['*'] } },
];

const found = (policy: OrganizationPolicy): string[] =>
  checkPolicy(policy, today)
    .map(({ severity, code, pointer }) => `${severity} ${code} ${pointer}`)
    .sort();

describe.each(checkCases)('%s', (_, cases) => {
  it.each(cases)('$name', ({ layers, rest, found: expected }) => {
    const policy = { grants: everybody, ...rest, layers };
    expect(parsePolicy(JSON.stringify(policy)).issues).toEqual([]);
    expect(found(policy)).toEqual([...expected].sort());
  });
});

describe.each(languageCases)('%s', (_, cases) => {
  it.each(cases)('$name', ({ layers, rest, found: expected }) => {
    const policy = { grants: everybody, ...rest, layers };
    expect(parsePolicy(JSON.stringify(policy)).issues).toEqual([]);
    expect(found(policy)).toEqual([...expected].sort());
  });
});

describe('every code of the check', () => {
  it.each(checkCodes)('%s is found in some case', (code) => {
    const all = [...checkCases, ...languageCases].flatMap(([, cases]) =>
      cases.flatMap((one) => one.found),
    );
    expect(all.map((line) => line.split(' ')[1])).toContain(code);
  });
});

describe('a diagnostic', () => {
  const payments = { callers: ['arn:aws:sts::111122223333:assumed-role/payments-*/*'] };
  it.each<[string, OrganizationPolicy, string]>([
    [
      'says which layer forbids what is enforced, and what it allows',
      {
        layers: [
          { name: 'organization', enforced: { status: 'ENABLED' } },
          { name: 'payments', applies: payments, allowed: { status: ['DISABLED'] } },
        ],
      },
      'This enforces "ENABLED", and the layer "payments", which can apply together with it, allows "DISABLED" for "status": every request that both hold for is refused. Enforce one of the allowed values, or allow this one.',
    ],
    [
      'says which layers’ tag policy forbids a tag',
      {
        layers: [
          {
            name: 'organization',
            tagPolicies: [{ tags: { team: { tag_value: { '@@assign': ['web'] } } } }],
          },
          { name: 'payments', applies: payments, enforced: { tags: { team: 'Web' } } },
        ],
      },
      'The tag policy does not allow the specified value for the following tag key: "team". The value is "Web". Allowed values: "web". Did you mean "web"? The policy layer "payments" supplies it. This is the tag policy where the layers "organization" and "payments" apply, and nobody can change an enforced tag: every request there is refused.',
    ],
    [
      'says what was most likely meant by a role',
      {
        layers: [
          {
            name: 'payments',
            applies: { callers: ['arn:aws:iam::111122223333:role/payments'] },
            defaults: { status: 'ENABLED' },
          },
        ],
      },
      'The layer "payments" can never apply: no caller has such an id: it is the ARN of an IAM user or of a role\'s session, "jwt:" and the subject of a token, "bot:" and the name of a bot, or "anonymous". Did you mean "arn:aws:sts::111122223333:assumed-role/payments/*"?',
    ],
    [
      'says which layer enforces a value already',
      {
        layers: [
          { name: 'organization', enforced: { status: 'ENABLED' } },
          { name: 'payments', applies: payments, enforced: { status: 'DISABLED' } },
        ],
      },
      'The more general layer "organization", which applies whenever this one does, enforces "ENABLED": "DISABLED" can never take effect. Leave it out, or enforce it in a layer above.',
    ],
    [
      'says what a more general layer lets the layers below do with its tag policy',
      {
        layers: [
          {
            name: 'organization',
            tagPolicies: [
              {
                tags: {
                  team: {
                    tag_value: {
                      '@@operators_allowed_for_child_policies': ['@@append', '@@remove'],
                    },
                  },
                },
              },
            ],
          },
          {
            name: 'payments',
            tagPolicies: [{ tags: { team: { tag_value: { '@@assign': ['web'] } } } }],
          },
        ],
      },
      'A more general layer lets the ones below it use @@append and @@remove here and nothing else, so this "@@assign" is passed over, as AWS Organizations does. See "@@operators_allowed_for_child_policies" there.',
    ],
    [
      'says which layer writes a tag key otherwise',
      {
        layers: [
          { name: 'organization', enforced: { tags: { CreatedBy: '${caller}' } } },
          { name: 'payments', applies: payments, allowed: { 'tags.createdby': ['x'] } },
        ],
      },
      'The tag key "createdby" and "CreatedBy" of the layer "organization" differ only in case or in the spaces around them and are one key: a request that has either is refused where both are named. Write it the same way everywhere.',
    ],
    [
      'says how the tag policy wants a tag key of an allowed list',
      {
        layers: [
          {
            name: 'organization',
            allowed: { 'tags.team': ['web'] },
            tagPolicies: [{ tags: { team: { tag_key: { '@@assign': 'Team' } } } }],
          },
        ],
      },
      'This names the tag key "team", and the tag policy of the layers that apply wants "Team": every request with the tag is refused. Write "Team" here.',
    ],
    [
      'says which resource type was meant, by the word of CloudFormation',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              {
                tags: {
                  team: { report_required_tag_for: { '@@assign': ['imagebuilder:ImagePipeline'] } },
                },
              },
            ],
          },
        ],
      },
      'Image Builder has no resource type "ImagePipeline", so this covers nothing. Did you mean "imagebuilder:image-pipeline"?',
    ],
    [
      'says which resource type was meant, by the end of its name',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              {
                tags: {
                  team: { report_required_tag_for: { '@@assign': ['imagebuilder:pipeline'] } },
                },
              },
            ],
          },
        ],
      },
      'Image Builder has no resource type "pipeline", so this covers nothing. Did you mean "imagebuilder:image-pipeline"?',
    ],
    [
      'names every resource type where several may be meant',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              {
                tags: {
                  team: { report_required_tag_for: { '@@assign': ['imagebuilder:recipe'] } },
                },
              },
            ],
          },
        ],
      },
      'Image Builder has no resource type "recipe", so this covers nothing. It has "component", "container-recipe", "distribution-configuration", "image", "image-pipeline", "image-recipe", "infrastructure-configuration", "lifecycle-policy", "workflow".',
    ],
    [
      'says how a service is written',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              {
                tags: {
                  team: { report_required_tag_for: { '@@assign': ['image-builder:image'] } },
                },
              },
            ],
          },
        ],
      },
      'No service is named "image-builder". Did you mean "imagebuilder:image"?',
    ],
    [
      'says that a service cannot stand for all',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              { tags: { team: { enforced_for: { '@@assign': ['all:ALL_SUPPORTED'] } } } },
            ],
          },
        ],
      },
      'No service is named "all". There is no wildcard for all services: name each of them, such as "ec2:ALL_SUPPORTED" and "imagebuilder:ALL_SUPPORTED".',
    ],
    [
      'says that AWS enforces nothing for Image Builder',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              { tags: { team: { enforced_for: { '@@assign': ['imagebuilder:ALL_SUPPORTED'] } } } },
            ],
          },
        ],
      },
      'AWS enforces no tag policy for Image Builder, so this has no effect there. What the proxy refuses is said by "tag_key", "tag_value" and "report_required_tag_for".',
    ],
    [
      'says which tag key complies where none is given',
      { layers: [{ name: 'a', tagPolicies: [{ tags: { Team: {} } }] }] },
      'No layer gives "tag_key" for this policy key, so only "team" complies, in lower case, unless AWS Organizations hands another one down. Where "Team" is meant, add "tag_key": {"@@assign": "Team"}.',
    ],
    [
      'says of a policy without grants who may create',
      { layers: [] },
      'The policy has no "grants": whoever the authorizer lets in may create wherever the proxy serves, and so may an anonymous caller. Name who may create what, where.',
    ],
    [
      'says which grant is made to nobody, and what was most likely meant',
      {
        grants: [{ name: 'ci', to: { callers: ['arn:aws:iam::111122223333:role/ci'] } }],
        layers: [],
      },
      'The grant "ci" is made to nobody: no caller has such an id: it is the ARN of an IAM user or of a role\'s session, "jwt:" and the subject of a token, "bot:" and the name of a bot, or "anonymous". Did you mean "arn:aws:sts::111122223333:assumed-role/ci/*"?',
    ],
    [
      'says which set of which grant no caller matches',
      {
        grants: [{ name: 'web', to: [{ groups: ['web'] }, { groups: ['web'], accounts: ['1*'] }] }],
        layers: [],
      },
      'No caller matches this set of the grant "web": only a caller with a token or the user of a bot has groups, and only a caller of IAM has an account.',
    ],
    [
      'says which grant makes another needless',
      {
        grants: [
          { name: 'web', to: { groups: ['web'] }, allowed: { name: ['web-*'] } },
          { name: 'people', to: { callers: ['jwt:*', 'bot:*'] } },
        ],
        layers: [],
      },
      'The grant "people" covers all that "web" covers, so it opens nothing: leave it out, or narrow "people".',
    ],
  ])('%s', (_, policy, detail) => {
    expect(checkPolicy(policy).map((one) => one.detail)).toContain(detail);
  });
});

describe('what is found in any policy', () => {
  const situations = fc.tuple(arbitraryPolicy, arbitraryFacts, arbitrarySent);

  it('stands at a place of the document, once for each code', () => {
    fc.assert(
      fc.property(arbitraryPolicy, (policy) => {
        const diagnostics = checkPolicy(deepFrozen(policy));
        for (const { pointer } of diagnostics) expect(valueAt(policy, pointer)).toBeDefined();
        const keys = diagnostics.map(({ code, pointer }) => `${code} ${pointer}`);
        expect(new Set(keys).size).toBe(keys.length);
      }),
    );
  });

  it('is true of the layers that never apply: no caller gets anything under them', () => {
    fc.assert(
      fc.property(situations, ([policy, facts, sent]) => {
        const { layers, issues } = decided(policy, facts, sent);
        for (const { code, pointer } of checkPolicy(policy)) {
          const name = valueAt(policy, `${pointer.replace(/\/applies$/, '')}/name`);
          if (code !== 'never-applies' || !layers.includes(String(name))) continue;
          expect(issues.map((issue) => issue.code)).toContain('enforced');
        }
      }),
    );
  });

  it('is true of the enforced values and defaults without effect: no request gets them', () => {
    fc.assert(
      fc.property(situations, ([policy, facts, sent]) => {
        const { provenance } = decided(policy, facts, sent);
        for (const { code, pointer } of checkPolicy(policy)) {
          if (code !== 'enforced-without-effect' && code !== 'default-without-effect') continue;
          const [, index, , ...path] = fromPointer(pointer);
          const layer = policy.layers[Number(index)];
          const isEnforced = valueAt(layer?.enforced, toPointer(path)) !== undefined;
          if (code === 'default-without-effect' && isEnforced) continue;
          expect(provenance[toPointer(path)]).not.toBe(layer?.name);
        }
      }),
    );
  });

  it('leaves out no value of one of two layers that is refused', () => {
    const forbidding = new Set(['not-allowed', 'tag-value-not-allowed', 'tag-key-capitalization']);
    fc.assert(
      fc.property(arbitraryPlainPolicy, arbitraryFacts, ({ layers, ...rest }, facts) => {
        const policy = { ...rest, layers: layers.slice(0, 2) };
        const pointers = checkPolicy(policy).map(({ pointer }) => pointer);
        const { provenance, issues } = decided(policy, facts, {});
        for (const { pointer, code } of issues) {
          const leaf = Object.keys(provenance).find((place) =>
            `${pointer}/`.startsWith(`${place}/`),
          );
          const layer = policy.layers.findIndex(({ name }) => name === provenance[leaf ?? '']);
          const sections = ['enforced', 'defaults'] as const;
          const written = sections.map((kind) => valueAt(policy.layers[layer]?.[kind], pointer));
          // Nobody knows what a variable will be.
          const isOpen = written.some((value) => String(value).includes('${'));
          if (!forbidding.has(code) || leaf === undefined || isOpen) continue;
          const places = sections.map((kind) => `/layers/${layer}/${kind}${pointer}`);
          expect(places.some((place) => pointers.includes(place))).toBe(true);
        }
      }),
    );
  });
});

describe('a large policy', () => {
  it('is looked at in the time of a command', () => {
    const layers = Array.from({ length: 60 }, (_, index) => ({
      name: `layer-${index}`,
      applies: { callers: [`arn:aws:sts::111122223333:assumed-role/team-${index}/*`] },
      defaults: { tags: { Team: `team-${index}` } },
      allowed: { 'tags.Team': ['team-*'] },
    }));
    expect(checkPolicy({ grants: everybody, layers })).toEqual([]);
  });

  it('is looked at in that time with many grants too', () => {
    const grants = Array.from({ length: 400 }, (_, index) => ({
      name: `team-${index}`,
      to: [
        { groups: [`img-${index}`] },
        { callers: [`arn:aws:sts::111122223333:assumed-role/image-pipeline-proxy-${index}/*`] },
      ],
      allowed: { name: [`team-${index}-*`] },
    }));
    expect(checkPolicy({ grants, layers: [] })).toEqual([]);
  });
});
