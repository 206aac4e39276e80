import { describe, expect, it } from 'vitest';
import { checkTags } from '../../../src/policy/tag-rules.ts';
import type { Layer } from '../../../src/policy/document.ts';

const only = (value: string) => ({ tags: { stage: { tag_key: 'Stage', tag_value: [value] } } });

/** Where the tags of one and the same request breach what AWS Organizations says. */
const breaches = (
  layers: readonly Layer[],
  tags: Readonly<Record<string, unknown>>,
  inherited?: Parameters<typeof checkTags>[3],
): string[] =>
  checkTags({ layers: [...layers] }, layers, { tags }, inherited).issues.map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );

describe('tags that were evaluated before', () => {
  const tags = Object.freeze({ Stage: 'test' });
  const layers: readonly Layer[] = Object.freeze([{ name: 'all' }]);

  it('are evaluated again under another policy', () => {
    const breach = ['/tags/Stage tag-value-not-allowed'];
    const [test, production] = [only('test'), only('production')];
    const found = [test, production, test, undefined, production].map((inherited) =>
      breaches(layers, tags, inherited),
    );
    expect(found).toEqual([[], breach, [], [], breach]);
  });

  it('are evaluated again as those of another resource type', () => {
    const unresolved = Object.freeze({ Stage: '{{ imagebuilder:buildDate }}' });
    const inherited = only('production');
    const { issues, warnings } = checkTags(
      { layers: [...layers] },
      layers,
      { tags: unresolved, imageTags: unresolved },
      inherited,
    );
    expect(issues.map(({ pointer }) => pointer)).toEqual(['/tags/Stage']);
    expect(warnings.map(({ pointer }) => pointer)).toEqual(['/imageTags/Stage']);
  });

  it('that are no text are passed over, and the others are not', () => {
    const { tags: stage } = only('production');
    const inherited = { tags: { ...stage, team: { tag_key: 'Team', tag_value: ['web'] } } };
    expect(breaches(layers, { Stage: 5, Team: 'x' }, inherited)).toEqual([
      '/tags/Team tag-value-not-allowed',
    ]);
  });
});
