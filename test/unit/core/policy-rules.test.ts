import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { Issue } from '../../../src/json/issue.ts';
import { valueAt } from '../../../src/json/pointer.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import fixture from '../../fixtures/policy-rules.json' with { type: 'json' };

/** What an issue is to be; a pointer that ends in `*` is a beginning. */
type ExpectedIssue = Readonly<Partial<Record<keyof Issue, string>>>;

interface Expected {
  readonly created?: boolean;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly provenance?: Readonly<Record<string, string>>;
  readonly grant?: string;
  readonly warnings?: readonly ExpectedIssue[];
  readonly refused?: readonly string[];
  readonly errors?: readonly ExpectedIssue[];
  readonly lacks?: readonly string[];
}

interface Case {
  readonly what: string;
  readonly caller?: string;
  readonly groups?: readonly string[];
  readonly request: Readonly<Record<string, unknown>>;
  readonly expect: Expected;
}

const decided = (policy: object, { caller: id, groups = [], request }: Case): Decision => {
  const account = /^arn:aws:sts::(\d{12}):/.exec(id ?? '')?.[1];
  return decide(
    // Rules are documents as their owners write them; loading has tests of its own.
    compilePolicy(policy as Parameters<typeof compilePolicy>[0]),
    {
      sent: request,
      shapeIssues: checkShape(request).issues,
      caller: {
        ...(id !== undefined && { id }),
        ...(account !== undefined && { account }),
        groups,
      },
      requestTime: '2026-11-25T10:00:00.000Z',
    },
    fixture.served,
  );
};

const isAsExpected = (issue: Issue, expected: ExpectedIssue): boolean =>
  Object.entries(expected).every(([member, value]) =>
    member === 'pointer' && value.endsWith('*')
      ? issue.pointer.startsWith(value.slice(0, -1))
      : issue[member as keyof Issue] === value,
  ) && issue.detail.endsWith(issue.contact ?? '');

const expectIssues = (issues: readonly Issue[], expected: readonly ExpectedIssue[]): void => {
  for (const one of expected) {
    expect(
      issues.some((issue) => isAsExpected(issue, one)),
      JSON.stringify([one, issues]),
    ).toBe(true);
  }
};

describe.each(fixture.rules.map(({ rule, policy, requests }) => ({ rule, policy, requests })))(
  '$rule',
  ({ policy, requests }) => {
    it.each(requests as unknown as readonly Case[])('$what', (one) => {
      const decision = decided(policy, one);
      const expected = one.expect;
      if (expected.created === true) {
        expect(decision).not.toHaveProperty('issues');
        for (const [pointer, value] of Object.entries(expected.values ?? {})) {
          expect(valueAt(decision.request, pointer) ?? null, pointer).toEqual(value);
        }
        expect(decision.provenance).toMatchObject(expected.provenance ?? {});
        expect(decision).toMatchObject(
          expected.grant === undefined ? {} : { grant: expected.grant },
        );
        if (expected.warnings === undefined) return;
        expectIssues(decision.warnings, expected.warnings);
        expect(decision.warnings).toHaveLength(expected.warnings.length);
        return;
      }
      if (decision.refusal === undefined) throw new Error('Created.');
      expect(expected.refused).toContain(decision.refusal);
      expectIssues(decision.issues, expected.errors ?? []);
      for (const text of expected.lacks ?? []) expect(JSON.stringify(decision)).not.toContain(text);
    });
  },
);
