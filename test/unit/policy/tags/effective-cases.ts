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
  readonly resourceType?: ResourceType;
}

const policy = (key: string, rule: TagPolicyRule): TagPolicyDocument => ({ tags: { [key]: rule } });
const assign = <Value>(value: Value) => ({ '@@assign': value });
const append = (...values: (string | number)[]) => ({ '@@append': values });
const remove = (...values: string[]) => ({ '@@remove': values });
const children = (...words: string[]) => ({ '@@operators_allowed_for_child_policies': words });

const rootCostCenter = policy('costcenter', {
  tag_key: assign('CostCenter'),
  tag_value: assign(['Development', 'Support']),
});
const appendingCostCenter = policy('costcenter', {
  tag_key: assign('CostCenter'),
  tag_value: append('Marketing'),
  enforced_for: append('redshift:*', 'dynamodb:table'),
});

const maintenance = policy('project', {
  tag_value: { ...children('@@append'), ...assign(['Maintenance']) },
});
const maintenancePeer = policy('project', { tag_value: children('@@append', '@@remove') });

/** Cases of the AWS Organizations User Guide: inheritance examples, syntax examples, reporting. */
const guideCases: readonly InheritanceCase[] = [
  {
    name: 'a lower @@assign replaces the values and adds enforcement',
    levels: [
      [rootCostCenter],
      [
        policy('costcenter', {
          tag_key: assign('CostCenter'),
          tag_value: assign(['Sandbox']),
          enforced_for: assign(['redshift:*', 'dynamodb:table']),
        }),
      ],
      [],
    ],
    effective: {
      tags: {
        costcenter: {
          tag_value: ['Sandbox'],
          tag_key: 'CostCenter',
          enforced_for: ['redshift:*', 'dynamodb:table'],
        },
      },
    },
  },
  {
    name: '@@append adds to what is inherited and creates what nobody above has set',
    levels: [[rootCostCenter], [appendingCostCenter], []],
    effective: {
      tags: {
        costcenter: {
          tag_value: ['Development', 'Support', 'Marketing'],
          tag_key: 'CostCenter',
          enforced_for: ['redshift:*', 'dynamodb:table'],
        },
      },
    },
  },
  {
    name: '@@remove takes away, and an emptied enforced_for is left out',
    levels: [
      [rootCostCenter],
      [appendingCostCenter],
      [
        policy('costcenter', {
          tag_key: assign('CostCenter'),
          tag_value: remove('Development', 'Marketing'),
          enforced_for: remove('redshift:*', 'dynamodb:table'),
        }),
      ],
    ],
    effective: { tags: { costcenter: { tag_value: ['Support'], tag_key: 'CostCenter' } } },
  },
  {
    name: 'a control list does not change the level it stands on',
    levels: [[maintenance, maintenancePeer]],
    effective: { tags: { project: { tag_value: ['Maintenance'], tag_key: 'project' } } },
  },
  {
    name: 'an operator that every peer above allows may be used',
    levels: [
      [maintenance, maintenancePeer],
      [policy('project', { tag_value: append('Research') })],
    ],
    effective: {
      tags: { project: { tag_value: ['Maintenance', 'Research'], tag_key: 'project' } },
    },
  },
  {
    name: 'an operator that one of the peers above disallows is dropped',
    levels: [
      [maintenance, maintenancePeer],
      [policy('project', { tag_value: remove('Maintenance') })],
    ],
    effective: { tags: { project: { tag_value: ['Maintenance'], tag_key: 'project' } } },
  },
  {
    name: 'key, values with a wildcard and enforcement in one policy',
    levels: [
      [
        policy('costcenter', {
          tag_key: assign('CostCenter'),
          tag_value: assign(['100', '200', '300*']),
          enforced_for: assign(['secretsmanager:ALL_SUPPORTED']),
        }),
      ],
    ],
    effective: {
      tags: {
        costcenter: {
          tag_value: ['100', '200', '300*'],
          tag_key: 'CostCenter',
          enforced_for: ['secretsmanager:ALL_SUPPORTED'],
        },
      },
    },
    compliance: [
      { tags: { CostCenter: '100' }, compliant: true },
      { tags: { costcenter: '100' }, compliant: false },
      { tags: { CostCenter: '3001' }, compliant: true },
      { tags: { CostCenter: '300' }, compliant: true },
      { tags: { CostCenter: '101' }, compliant: false },
      { tags: { Other: 'x' }, compliant: true },
    ],
  },
  {
    name: 'capitalization locked at the root, values given by the account',
    levels: [
      [
        {
          tags: {
            CostCenter: { tag_key: { ...assign('CostCenter'), ...children('@@none') } },
            Project: { tag_key: { ...assign('Project'), ...children('@@none') } },
          },
        },
      ],
      [
        {
          tags: {
            CostCenter: { tag_value: assign(['Production', 'Test']) },
            Project: { tag_value: assign(['A', 'B']) },
          },
        },
      ],
    ],
    effective: {
      tags: {
        costcenter: { tag_value: ['Production', 'Test'], tag_key: 'CostCenter' },
        project: { tag_value: ['A', 'B'], tag_key: 'Project' },
      },
    },
    compliance: [
      { tags: { CostCenter: 'Test' }, compliant: true },
      { tags: { costcenter: 'Test' }, compliant: false },
      { tags: { Costcenter: 'Test' }, compliant: false },
      { tags: { COSTCENTER: 'Test' }, compliant: false },
      { tags: {}, compliant: true },
    ],
  },
  {
    name: 'an assigned empty list allows no value',
    levels: [
      [
        policy('Color', {
          tag_key: { ...children('@@none'), ...assign('Color') },
          tag_value: { ...children('@@none'), ...assign([]) },
          enforced_for: assign(['dynamodb:table']),
        }),
      ],
    ],
    effective: {
      tags: { color: { tag_value: [], tag_key: 'Color', enforced_for: ['dynamodb:table'] } },
    },
    compliance: [
      { tags: { Color: 'red' }, compliant: false },
      { tags: { Color: '' }, compliant: false },
    ],
  },
  {
    name: 'values are case-sensitive',
    levels: [
      [
        policy('Environment', {
          tag_key: { ...assign('Environment'), ...children('@@none') },
          tag_value: { ...assign(['Prod', 'Non-prod']), ...children('@@none') },
          enforced_for: assign(['ec2:ALL_SUPPORTED']),
        }),
      ],
    ],
    effective: {
      tags: {
        environment: {
          tag_value: ['Prod', 'Non-prod'],
          tag_key: 'Environment',
          enforced_for: ['ec2:ALL_SUPPORTED'],
        },
      },
    },
    compliance: [
      { tags: { Environment: 'Prod' }, compliant: true },
      { tags: { Environment: 'prod' }, compliant: false },
    ],
  },
  {
    name: 'an empty rule asks for the key in lower case, with any value',
    levels: [[policy('CostCenter', {})]],
    effective: { tags: { costcenter: { tag_value: ['*'], tag_key: 'costcenter' } } },
    compliance: [
      { tags: { costcenter: 'x' }, compliant: true },
      { tags: { CostCenter: 'x' }, compliant: false },
    ],
  },
  {
    name: 'a capitalization alone leaves any value',
    levels: [[policy('CostCenter', { tag_key: assign('CostCenter') })]],
    effective: { tags: { costcenter: { tag_value: ['*'], tag_key: 'CostCenter' } } },
    compliance: [
      { tags: { CostCenter: 'x' }, compliant: true },
      { tags: { costcenter: 'x' }, compliant: false },
    ],
  },
  {
    name: 'a list of values',
    levels: [
      [policy('CostCenter', { tag_key: assign('CostCenter'), tag_value: assign(['HR', 'Legal']) })],
    ],
    effective: { tags: { costcenter: { tag_value: ['HR', 'Legal'], tag_key: 'CostCenter' } } },
    compliance: [
      { tags: { CostCenter: 'HR' }, compliant: true },
      { tags: { CostCenter: 'Legal' }, compliant: true },
      { tags: { CostCenter: 'Sales' }, compliant: false },
      { tags: { CostCenter: 'hr' }, compliant: false },
    ],
  },
  {
    name: 'a required key',
    levels: [
      [
        policy('CostCenter', {
          tag_key: assign('CostCenter'),
          report_required_tag_for: assign(['ec2:ALL_SUPPORTED']),
        }),
      ],
    ],
    effective: {
      tags: {
        costcenter: {
          tag_value: ['*'],
          tag_key: 'CostCenter',
          report_required_tag_for: ['ec2:ALL_SUPPORTED'],
        },
      },
    },
    compliance: [
      { tags: { CostCenter: 'x' }, resourceType: 'ec2:instance', compliant: true },
      { tags: { costcenter: 'x' }, resourceType: 'ec2:instance', compliant: false },
      { tags: { Other: 'x' }, resourceType: 'ec2:instance', compliant: false },
      { tags: { Other: 'x' }, resourceType: 'imagebuilder:image', compliant: true },
    ],
  },
];

/** Cases recorded from the service. */
const recordedCases: readonly InheritanceCase[] = [
  { name: 'no policy at any level', levels: [[], []], effective: {} },
  {
    name: 'an appended value that is inherited already is not repeated',
    levels: [
      [policy('append', { tag_key: assign('append'), tag_value: assign(['red', 'blue']) })],
      [policy('append', { tag_key: assign('append'), tag_value: append('blue', 'green') })],
    ],
    effective: { tags: { append: { tag_value: ['red', 'blue', 'green'], tag_key: 'append' } } },
  },
  {
    name: 'a child cannot unlock what a parent restricts',
    levels: [
      [policy('lock', { tag_value: { ...assign(['red']), ...children('@@append') } })],
      [policy('lock', { tag_value: { ...assign(['green']), ...children('@@all') } })],
    ],
    effective: { tags: { lock: { tag_value: ['red'], tag_key: 'lock' } } },
  },
  {
    name: 'peers whose control lists have nothing in common allow nothing',
    levels: [
      [
        policy('both', { tag_value: { ...assign(['red']), ...children('@@append') } }),
        policy('both', { tag_value: children('@@remove') }),
      ],
      [policy('both', { tag_value: append('green') })],
    ],
    effective: { tags: { both: { tag_value: ['red'], tag_key: 'both' } } },
  },
  {
    name: 'an empty rule above an empty level',
    levels: [[policy('Empty', {})], []],
    effective: { tags: { empty: { tag_value: ['*'], tag_key: 'empty' } } },
  },
  {
    name: 'values emptied by @@remove stay empty',
    levels: [
      [policy('k', { tag_value: assign(['one']) })],
      [policy('k', { tag_value: remove('one') })],
    ],
    effective: { tags: { k: { tag_value: [], tag_key: 'k' } } },
  },
  {
    name: 'a control list on the policy key does not lock its settings',
    levels: [
      [policy('logical-lock', { ...children('@@none'), tag_value: assign(['red']) })],
      [policy('logical-lock', { tag_value: assign(['blue']) })],
    ],
    effective: { tags: { 'logical-lock': { tag_value: ['blue'], tag_key: 'logical-lock' } } },
  },
  {
    name: 'numbers, booleans and null are their text',
    levels: [
      [policy('numeric', { tag_value: assign([12, true, null]) })],
      [policy('numeric', { tag_value: append('12', 13) })],
    ],
    effective: {
      tags: { numeric: { tag_value: ['12', 'true', 'null', '13'], tag_key: 'numeric' } },
    },
  },
  {
    name: 'among peers @@assign comes before @@append, whatever the order',
    levels: [
      [policy('k', { tag_value: append('red') }), policy('k', { tag_value: assign(['blue']) })],
    ],
    effective: { tags: { k: { tag_value: ['blue', 'red'], tag_key: 'k' } } },
  },
  {
    name: 'of two peers that assign, the one attached first counts',
    levels: [
      [
        policy('k', { tag_value: assign(['red', 'blue']) }),
        policy('k', { tag_value: assign(['blue', 'green']) }),
      ],
    ],
    effective: { tags: { k: { tag_value: ['red', 'blue'], tag_key: 'k' } } },
  },
  {
    name: 'the second counts once the first is detached',
    levels: [[policy('k', { tag_value: assign(['blue', 'green']) })]],
    effective: { tags: { k: { tag_value: ['blue', 'green'], tag_key: 'k' } } },
  },
  {
    name: 'among peers @@remove comes last, whatever the order',
    levels: [
      [policy('k', { tag_value: remove('red') }), policy('k', { tag_value: append('red') })],
    ],
    effective: { tags: { k: { tag_value: [], tag_key: 'k' } } },
  },
];

/** What follows from the same rules. */
const derivedCases: readonly InheritanceCase[] = [
  {
    name: 'a control list beside the rules does not lock them',
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
    name: 'locking one setting leaves the others open',
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
    name: 'a lock is set before there is anything to lock',
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
  ...guideCases,
  ...recordedCases,
  ...derivedCases,
];
