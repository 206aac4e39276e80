import recorded from '../../../fixtures/tag-policies/inheritance.json' with { type: 'json' };
import type {
  EffectiveTagPolicy,
  TagPolicyDocument,
  TagPolicyRule,
} from '../../../../src/policy/tags/tag-policy.ts';
import type { ResourceType } from '../../../../src/policy/tags/resource-type.ts';

/** Policies level by level, what they come to, and what tags comply with that. */
export interface InheritanceCase {
  readonly name: string;
  readonly levels: readonly (readonly TagPolicyDocument[])[];
  readonly effective: EffectiveTagPolicy;
  readonly compliance?: readonly ComplianceCase[];
}

export interface ComplianceCase {
  readonly tags: Readonly<Record<string, string>>;
  readonly compliant: boolean;
  /** Whether Organizations blocks the operation: the tags do not comply, and the type is enforced. */
  readonly blocked?: boolean;
  readonly resourceType?: ResourceType;
}

const policy = (key: string, rule: TagPolicyRule): TagPolicyDocument => ({ tags: { [key]: rule } });
const assign = <Value>(value: Value) => ({ '@@assign': value });
const append = (...values: (string | number)[]) => ({ '@@append': values });
const remove = (...values: string[]) => ({ '@@remove': values });
const children = (...words: string[]) => ({ '@@operators_allowed_for_child_policies': words });

const maintenance = policy('project', {
  tag_value: { ...children('@@append'), ...assign(['Maintenance']) },
});
const maintenancePeer = policy('project', { tag_value: children('@@append', '@@remove') });

/** What follows from the same rules. */
const derivedCases: readonly InheritanceCase[] = [
  {
    name: 'an operator that one of the peers above disallows is dropped',
    levels: [
      [maintenance, maintenancePeer],
      [policy('project', { tag_value: remove('Maintenance') })],
    ],
    effective: { tags: { project: { tag_value: ['Maintenance'], tag_key: 'project' } } },
  },
  {
    name: 'a required key, for another type of resource',
    levels: [[policy('CostCenter', { report_required_tag_for: assign(['ec2:ALL_SUPPORTED']) })]],
    effective: {
      tags: {
        costcenter: {
          tag_value: ['*'],
          tag_key: 'costcenter',
          report_required_tag_for: ['ec2:ALL_SUPPORTED'],
        },
      },
    },
    compliance: [{ tags: { Other: 'x' }, resourceType: 'imagebuilder:image', compliant: true }],
  },
  {
    name: 'a control list beside the rules does not close them',
    levels: [
      [
        {
          tags: {
            '@@operators_allowed_for_child_policies': ['@@none'],
            k: { tag_value: assign(['red']) },
          },
        },
      ],
      [policy('k', { tag_value: assign(['blue']) })],
    ],
    effective: { tags: { k: { tag_value: ['blue'], tag_key: 'k' } } },
  },
  {
    name: 'a policy of a control list alone comes to no rules',
    levels: [[{ tags: { '@@operators_allowed_for_child_policies': ['@@all'] } }]],
    effective: { tags: {} },
  },
  {
    name: 'closing one setting leaves the others open',
    levels: [
      [
        policy('k', {
          tag_key: { ...assign('K'), ...children('@@none') },
          tag_value: assign(['a']),
        }),
      ],
      [policy('k', { tag_key: assign('k'), tag_value: append('b') })],
    ],
    effective: { tags: { k: { tag_value: ['a', 'b'], tag_key: 'K' } } },
  },
  {
    name: 'a restriction reaches every level below, past levels that say nothing',
    levels: [
      [policy('k', { tag_value: { ...assign(['a']), ...children('@@append') } })],
      [],
      [policy('k', { tag_value: { ...append('b'), ...children('@@remove') } })],
      [policy('k', { tag_value: { ...append('c'), ...remove('a'), ...assign(['d']) } })],
    ],
    effective: { tags: { k: { tag_value: ['a', 'b'], tag_key: 'k' } } },
  },
  {
    name: 'a disallowed operator is dropped and the rest of the setting counts',
    levels: [
      [policy('k', { tag_value: { ...assign(['a', 'b']), ...children('@@remove') } })],
      [policy('k', { tag_value: { ...assign(['z']), ...append('y'), ...remove('a') } })],
    ],
    effective: { tags: { k: { tag_value: ['b'], tag_key: 'k' } } },
  },
  {
    name: 'a setting is closed before it has any value',
    levels: [
      [policy('k', { tag_value: children('@@none') })],
      [policy('k', { tag_value: assign(['a']) })],
    ],
    effective: { tags: { k: { tag_value: ['*'], tag_key: 'k' } } },
  },
  {
    name: '@@all beside other words allows everything',
    levels: [
      [policy('k', { tag_value: { ...assign(['a']), ...children('@@all', '@@assign') } })],
      [policy('k', { tag_value: append('b') })],
    ],
    effective: { tags: { k: { tag_value: ['a', 'b'], tag_key: 'k' } } },
  },
  {
    name: 'control words count in any case',
    levels: [
      [policy('k', { tag_value: { ...assign(['a']), ...children('@@assign', '@@Assign') } })],
      [policy('k', { tag_value: { ...append('b'), ...assign(['c']) } })],
    ],
    effective: { tags: { k: { tag_value: ['c'], tag_key: 'k' } } },
  },
  {
    name: 'a control word in another case allows what it names',
    levels: [
      [policy('k', { tag_value: { ...assign(['a']), ...children('@@Append') } })],
      [policy('k', { tag_value: { ...append('b'), ...assign(['c']) } })],
    ],
    effective: { tags: { k: { tag_value: ['a', 'b'], tag_key: 'k' } } },
  },
  {
    name: 'all three operators in one setting: assign, append, remove',
    levels: [
      [
        policy('k', {
          tag_value: { ...remove('a', 'x'), ...append('c', 'b'), ...assign(['a', 'b']) },
        }),
      ],
    ],
    effective: { tags: { k: { tag_value: ['b', 'c'], tag_key: 'k' } } },
  },
  {
    name: 'a removed value that is appended again stands last',
    levels: [
      [policy('k', { tag_value: assign(['a', 'b']) })],
      [policy('k', { tag_value: remove('a') })],
      [policy('k', { tag_value: append('a') })],
    ],
    effective: { tags: { k: { tag_value: ['b', 'a'], tag_key: 'k' } } },
  },
  {
    name: '@@remove of what nobody has set leaves any value',
    levels: [[policy('k', { tag_value: remove('a') })]],
    effective: { tags: { k: { tag_value: ['*'], tag_key: 'k' } } },
  },
  {
    name: 'an empty @@append leaves any value',
    levels: [[policy('k', { tag_value: append() })]],
    effective: { tags: { k: { tag_value: ['*'], tag_key: 'k' } } },
  },
  {
    name: 'values that an @@assign repeats are printed once',
    levels: [[policy('k', { tag_value: assign(['a', 'a', 1, '1']) })]],
    effective: { tags: { k: { tag_value: ['a', '1'], tag_key: 'k' } } },
  },
  {
    name: 'lists of types assigned empty are left out',
    levels: [[policy('k', { enforced_for: assign([]), report_required_tag_for: assign([]) })]],
    effective: { tags: { k: { tag_value: ['*'], tag_key: 'k' } } },
  },
  {
    name: 'policy keys that differ in case from level to level are one key',
    levels: [
      [policy('COSTCENTER', { tag_key: assign('CostCenter') })],
      [policy('costCenter', { tag_value: assign(['1']) })],
    ],
    effective: { tags: { costcenter: { tag_value: ['1'], tag_key: 'CostCenter' } } },
  },
  {
    name: 'names that every object has are ordinary policy keys',
    levels: [
      [
        {
          tags: Object.fromEntries(
            ['__proto__', 'constructor', 'toString'].map((key) => [
              key,
              { tag_value: assign([key]) },
            ]),
          ),
        },
      ],
    ],
    effective: {
      tags: Object.fromEntries([
        ['__proto__', { tag_value: ['__proto__'], tag_key: '__proto__' }],
        ['constructor', { tag_value: ['constructor'], tag_key: 'constructor' }],
        ['tostring', { tag_value: ['toString'], tag_key: 'tostring' }],
      ]),
    },
    compliance: [
      { tags: { constructor: 'constructor' }, compliant: true },
      { tags: { constructor: 'x' }, compliant: false },
      { tags: Object.fromEntries([['__proto__', 'x']]), compliant: false },
      { tags: { valueOf: 'x', hasOwnProperty: 'x' }, compliant: true },
    ],
  },
];

export const inheritanceCases: readonly InheritanceCase[] = [
  // Restated data: a value's text, such as a resource type's, is more than TypeScript infers of it.
  ...(recorded.cases as readonly InheritanceCase[]),
  ...derivedCases,
];
