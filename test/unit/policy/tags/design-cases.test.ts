import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { tagPolicyFaults, tagPolicyTextFaults } from '../../../../src/policy/tags/admission.ts';
import { tagCompliance } from '../../../../src/policy/tags/compliance.ts';
import { effectiveTagPolicy } from '../../../../src/policy/tags/effective.ts';
import type { ResourceType } from '../../../../src/policy/tags/resource-type.ts';
import type { TagPolicyDocument } from '../../../../src/policy/tags/tag-policy.ts';

/** Recorded cases that may lie beside the repository; its own tables hold the same facts. */
const folder = new URL('../../../../../shared/design/', import.meta.url);
const isPresent = existsSync(folder);

interface Example {
  readonly id: string;
  readonly levels: readonly { readonly policies: readonly TagPolicyDocument[] }[];
  readonly effective?: unknown;
  readonly derived_effective?: unknown;
  readonly effective_native_form?: unknown;
  readonly malformed_as_printed?: boolean;
  readonly compliance?: readonly {
    readonly tags: Readonly<Record<string, string>>;
    readonly resource_type?: ResourceType;
    readonly compliant?: boolean;
    readonly enforced?: 'blocked' | 'allowed';
  }[];
}

interface Admission {
  readonly cases: readonly {
    readonly id: string;
    readonly content: string;
    readonly accepted: boolean;
  }[];
}

const read = (name: string): unknown =>
  isPresent ? JSON.parse(readFileSync(new URL(name, folder), 'utf8')) : undefined;
const examples = (read('tag-policy-examples.json') ?? []) as readonly Example[];
const admissions = ((read('tag-policy-admission.json') ?? { cases: [] }) as Admission).cases;

const isWellFormed = ({ malformed_as_printed }: Example) => malformed_as_printed !== true;
const levelsOf = ({ levels }: Example) => levels.map(({ policies }) => policies);

describe.skipIf(!isPresent)('the recorded examples', () => {
  it.each(examples.filter(isWellFormed))('$id: effective policy', (example) => {
    const levels = levelsOf(example);
    expect(levels.flat().flatMap(tagPolicyFaults)).toEqual([]);
    const expected =
      example.effective_native_form ?? example.effective ?? example.derived_effective;
    const printed = effectiveTagPolicy(levels);
    expect(printed).toEqual(expected);
    expect(JSON.stringify(printed)).toBe(JSON.stringify(expected));
  });

  it.each(examples.filter((example) => !isWellFormed(example)))('$id: refused', (example) => {
    expect(levelsOf(example).flat().flatMap(tagPolicyFaults)).not.toEqual([]);
  });

  it.each(
    examples.flatMap((example) =>
      (example.compliance ?? []).map((expected) => ({ id: example.id, example, expected })),
    ),
  )('$id: $expected.tags', ({ example, expected }) => {
    const effective = effectiveTagPolicy(levelsOf(example));
    const type = expected.resource_type ?? 'ec2:instance';
    const complies = tagCompliance(effective, expected.tags, type).length === 0;
    if (expected.enforced === undefined) {
      expect(complies).toBe(expected.compliant);
    } else {
      // The service blocks what does not comply on the types that enforced_for names.
      const enforced = Object.values(effective.tags ?? {}).some(({ enforced_for }) =>
        enforced_for?.includes(type),
      );
      expect(enforced && !complies ? 'blocked' : 'allowed').toBe(expected.enforced);
    }
  });
});

describe.skipIf(!isPresent)('the recorded admissions', () => {
  it.each(admissions)('$id: accepted $accepted', ({ content, accepted }) => {
    expect(tagPolicyTextFaults(content).length === 0).toBe(accepted);
    expect(tagPolicyFaults(JSON.parse(content)).length === 0).toBe(accepted);
  });
});
