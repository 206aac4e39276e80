import { describe, expect, it } from 'vitest';
import { compileLayers } from '../../../src/policy/compile.ts';
import type { Layer, TagPolicyCompliance } from '../../../src/policy/document.ts';
import { checkTags } from '../../../src/policy/tag-rules.ts';
import { active } from '../../support/policy-facts.ts';
import type { ReportedTagPolicy } from '../../../src/policy/tags/tag-policy.ts';

const only = (value: string): ReportedTagPolicy => ({
  tags: { stage: { tag_key: 'Stage', tag_value: [value] } },
});
const layers: readonly Layer[] = [{ name: 'all' }];

const checked = (
  members: Readonly<Record<string, unknown>>,
  inherited?: ReportedTagPolicy,
  compliance?: TagPolicyCompliance,
) => {
  const { issues, warnings } = checkTags(
    compileLayers(active(layers), compliance, inherited).tagRules,
    members,
  );
  const line = ({ pointer, code }: (typeof issues)[number]): string => `${pointer} ${code}`;
  return { issues: issues.map(line), warnings: warnings.map(line) };
};

const breach = '/tags/Stage tag-value-not-allowed';

describe('the tags of a request', () => {
  it('are evaluated against the policy of these layers, and no other', () => {
    const tags = Object.freeze({ Stage: 'test' });
    const found = [only('test'), only('production'), only('test'), undefined].map(
      (inherited) => checked({ tags }, inherited).issues,
    );
    expect(found).toEqual([[], [breach], [], []]);
  });

  it('are evaluated as those of a pipeline, and those of its images as those of an image', () => {
    const unresolved = Object.freeze({ Stage: '{{ imagebuilder:buildDate }}' });
    expect(checked({ tags: unresolved, imageTags: unresolved }, only('production'))).toEqual({
      issues: [breach],
      warnings: ['/imageTags/Stage tag-value-unresolved'],
    });
  });

  it.each<[TagPolicyCompliance | undefined, readonly string[], readonly string[]]>([
    [undefined, [breach], []],
    ['error', [breach], []],
    ['warning', [], [breach]],
    ['disabled', [], []],
  ])(
    'that breach it are refused, warned of or not looked at: %s',
    (compliance, issues, warnings) => {
      expect(checked({ tags: { Stage: 'x' } }, only('production'), compliance)).toEqual({
        issues,
        warnings,
      });
    },
  );

  it('that are not strings are passed over, and the others are not', () => {
    const { tags: stage } = only('production');
    const inherited = { tags: { ...stage, team: { tag_key: 'Team', tag_value: ['web'] } } };
    for (const unreadable of [5, undefined, null, ['x']]) {
      expect(checked({ tags: { Stage: unreadable, Team: 'x' } }, inherited).issues).toEqual([
        '/tags/Team tag-value-not-allowed',
      ]);
    }
    expect(checked({ tags: 'x', imageTags: undefined }, inherited).issues).toEqual([]);
  });

  it('that are missing are named where the policy asks for them', () => {
    const inherited: ReportedTagPolicy = {
      tags: {
        stage: { tag_key: 'Stage', report_required_tag_for: ['imagebuilder:image-pipeline'] },
      },
    };
    expect(checked({}, inherited).issues).toEqual(['/tags/Stage required-tag-missing']);
    expect(checked({ tags: { Stage: 'x' } }, inherited).issues).toEqual([]);
  });

  it('have pointers with their keys escaped', () => {
    const inherited = { tags: { 'a/b': { tag_key: 'a/b', tag_value: ['x'] } } };
    expect(checked({ imageTags: { 'a/b': 'y' } }, inherited).issues).toEqual([
      '/imageTags/a~1b tag-value-not-allowed',
    ]);
  });
});

describe('the tags that layers supply by default', () => {
  const supplying: readonly Layer[] = [{ name: 'all', defaults: { tags: { Stage: 'test' } } }];

  it('are evaluated once, and any others for themselves', () => {
    const { defaults, tagRules } = compileLayers(active(supplying), 'error', only('production'));
    const { tags } = defaults.members;
    const [issue] = checkTags(tagRules, { tags }).issues;
    expect(issue?.pointer).toBe('/tags/Stage');
    // The very same issue, since nothing was evaluated for it.
    expect(checkTags(tagRules, { tags }).issues[0]).toBe(issue);
    expect(checkTags(tagRules, { tags: { Stage: 'production' } }).issues).toEqual([]);
    expect(checkTags(tagRules, { imageTags: tags }).issues[0]?.pointer).toBe('/imageTags/Stage');
    expect(checkTags(tagRules, {}).issues).toEqual([]);
  });
});
