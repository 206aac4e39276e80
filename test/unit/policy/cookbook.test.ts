import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decide, type Decision } from '../../../src/core/decide.ts';
import type { Issue } from '../../../src/json/issue.ts';
import { valueAt } from '../../../src/json/pointer.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { Caller, OrganizationPolicy } from '../../../src/policy/document.ts';
import { grantsMadeTo } from '../../../src/policy/grants.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { chapters, type Recipe } from '../../../tools/docs/cookbook-recipes.ts';
import {
  documentOf,
  testsOf,
  type CookbookTest,
  type ExpectedIssue,
} from '../../../tools/docs/cookbook-tests.ts';
import { accountOf } from '../../../tools/policy/check/caller-forms.ts';
import { checkPolicy } from '../../../tools/policy/check/check-policy.ts';
import { readText } from '../../support/markdown.ts';
import { root } from '../../support/packaged-proxy.ts';
import { policyOf } from '../../support/policy.ts';

const recipes = Object.values(chapters).flat();
const policyIn = (recipe: Recipe): OrganizationPolicy =>
  policyOf(JSON.parse(readText(documentOf(recipe))));

/** The day of every request that names no other, and the one on which the documents are checked. */
const today = '2026-11-25';

const callerOf = ({ caller: id, groups = [] }: CookbookTest): Caller => {
  const account = accountOf(id ?? '');
  return { ...(id !== undefined && { id }), ...(account !== undefined && { account }), groups };
};

const decided = (policy: OrganizationPolicy, test: CookbookTest): Decision =>
  decide(compilePolicy(policy), {
    sent: test.request,
    shapeIssues: checkShape(test.request).issues,
    caller: callerOf(test),
    requestTime: test.at ?? `${today}T12:00:00Z`,
  });

const expectedOf = (issues: readonly Issue[]): ExpectedIssue[] =>
  issues.map(({ pointer, code, layer, grant }) => ({
    pointer,
    code,
    ...(layer !== undefined && { layer }),
    ...(grant !== undefined && { grant }),
  }));

describe('The cookbook', () => {
  it('has a recipe for each of its files', () => {
    const files = globSync('policy/cookbook/*', { cwd: root }).sort();
    const wanted = recipes.flatMap(({ name, document }) => [
      ...(document === undefined ? [`policy/cookbook/${name}.json`] : []),
      `policy/cookbook/${name}.tests.json`,
    ]);
    expect(files).toEqual(wanted.sort());
  });
});

describe.each(recipes.map((recipe) => ({ title: recipe.title, recipe })))(
  '$title',
  ({ recipe }) => {
    const policy = policyIn(recipe);

    it('loads, and the check has nothing against it', () => {
      // Some show layers alone.
      const diagnostics = checkPolicy(policy, today).filter(({ code }) => code !== 'no-grants');
      expect(diagnostics).toEqual([]);
    });

    it.each(testsOf(recipe))('$name', (test) => {
      const decision = decided(policy, test);
      const { expect: expected } = test;
      if (expected.created === undefined) {
        expect(expectedOf(decision.refusal === undefined ? [] : decision.issues)).toEqual(
          expected.refused,
        );
        expect(decision.refusal).toBeDefined();
        return;
      }
      expect(decision).not.toHaveProperty('issues');
      for (const [pointer, value] of Object.entries(expected.values ?? {})) {
        expect(valueAt(decision.request, pointer), pointer).toEqual(value);
      }
      expect(decision).toMatchObject(expected.grant === undefined ? {} : { grant: expected.grant });
      expect(expectedOf(decision.warnings)).toEqual(expected.warnings ?? []);
    });

    it('tells a caller nothing of grants that are made to others', () => {
      const { grants = [], layers } = policy;
      for (const test of testsOf(recipe)) {
        const decision = decided(policy, test);
        const own = grantsMadeTo(compilePolicy(policy).grants ?? [], callerOf(test));
        const applying = layers.filter(({ name }) => decision.layers.includes(name));
        const askable = [...own.map(({ grant }) => grant), ...applying];
        const mentioned = new Set(askable.flatMap(({ contact }) => contact ?? []));
        const text = JSON.stringify(decision);
        for (const { contact } of grants) {
          if (contact === undefined || mentioned.has(contact)) continue;
          expect(text, test.name).not.toContain(contact);
        }
      }
    });
  },
);
