import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { active } from '../../support/policy-facts.ts';
import type { Layer } from '../../../src/policy/document.ts';
import {
  foldTagKey,
  policyTagKeys,
  repeatedTagKeys,
  tagKeysOf,
  variantTagKeys,
} from '../../../src/policy/tag-keys.ts';

describe('a tag key', () => {
  it.each([
    ['CreatedBy', 'createdby'],
    ['CreatedBy', 'CREATEDBY'],
    ['CreatedBy', ' CreatedBy'],
    ['CreatedBy', 'CreatedBy\t\u00a0'],
    ['CreatedBy', '\ufeffcreatedBY\u2003'],
    ['Cost Center', 'COST CENTER '],
    ['cost', 'co\u017ft'],
    ['Key', '\u212aey'],
    ['stra\u00dfe', 'STRA\u1e9eE'],
    ['\u03c3\u03c2', '\u03a3\u03a3'],
    ['   ', ' '],
  ])('%j is the key %j', (one, other) => {
    expect(foldTagKey(one)).toBe(foldTagKey(other));
  });

  it.each([
    ['CreatedBy', 'CreatedByTeam'],
    ['CostCenter', 'Cost Center'],
    ['CostCenter', 'Cost-Center'],
    ['a', 'b'],
    ['a', ''],
  ])('%j is not the key %j', (one, other) => {
    expect(foldTagKey(one)).not.toBe(foldTagKey(other));
  });

  it('is the same in any case that Unicode knows of its letters', () => {
    const apart: string[] = [];
    for (let point = 0; point <= 0x10_ffff; point += 1) {
      if (point >= 0xd800 && point <= 0xdfff) continue;
      const letter = String.fromCodePoint(point);
      const folded = foldTagKey(letter);
      const forms = [letter.toLowerCase(), letter.toUpperCase(), folded];
      if (forms.some((form) => foldTagKey(form) !== folded)) apart.push(letter);
    }
    expect(apart).toEqual([]);
  });

  it('is the same wherever a comparison without case takes it for the same', () => {
    const letters = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 3 });
    const odd = fc.constantFrom(
      '\u017f',
      '\u212a',
      '\u2126',
      '\u212b',
      '\u03f4',
      '\u1e9e',
      '\u03c2',
    );
    fc.assert(
      fc.property(fc.oneof(letters, odd), fc.oneof(letters, odd), (one, other) => {
        const escaped = one.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
        if (!new RegExp(`^${escaped}$`, 'iu').test(other)) return;
        expect(foldTagKey(one)).toBe(foldTagKey(other));
      }),
      { numRuns: 2_000 },
    );
  });
});

const layers: readonly Layer[] = [
  {
    name: 'organization',
    defaults: { tags: { Team: 'web', CostCenter: '100' }, status: 'ENABLED' },
    enforced: { tags: { CreatedBy: '${caller}' }, imageTags: { Origin: 'proxy' } },
    allowed: { 'tags.CostCenter': ['100'], 'imageTags.cost.center': ['100'], executionRole: ['x'] },
  },
  { name: 'payments', enforced: { tags: { team: 'payments' } } },
];

const from = (name: string) => active(layers).find(({ layer }) => layer.name === name);

describe('the tag keys of a policy', () => {
  const keys = policyTagKeys(active(layers).flatMap(tagKeysOf));

  it('are those that layers enforce, restrict or supply, each spelling of each once', () => {
    expect([...keys.tags.values()].flat()).toEqual([
      { member: 'tags', key: 'CreatedBy', demand: 'enforced', source: from('organization') },
      { member: 'tags', key: 'CostCenter', demand: 'allowed', source: from('organization') },
      { member: 'tags', key: 'Team', demand: 'defaults', source: from('organization') },
      { member: 'tags', key: 'team', demand: 'enforced', source: from('payments') },
    ]);
    expect([...keys.imageTags.values()].flat()).toEqual([
      { member: 'imageTags', key: 'Origin', demand: 'enforced', source: from('organization') },
      { member: 'imageTags', key: 'cost.center', demand: 'allowed', source: from('organization') },
    ]);
  });

  it('are no names that objects inherit', () => {
    const tags = { constructor: 'x', toString: 'y' };
    const found = variantTagKeys(keys, { tags }, () => undefined);
    expect([repeatedTagKeys({ tags }), found]).toEqual([[], { issues: [], warnings: [] }]);
  });
});

describe('tag keys that repeat another one', () => {
  it('are named at the later one, whichever map they are in', () => {
    const members = {
      tags: { a: '1', A: '2', ' a': '3', b: '4' },
      imageTags: { a: '1', 'B ': '2', b: '3' },
    };
    expect(repeatedTagKeys(members).map(({ pointer }) => pointer)).toEqual([
      '/tags/A',
      '/tags/ a',
      '/imageTags/b',
    ]);
    expect(repeatedTagKeys(members)[0]).toEqual({
      pointer: '/tags/A',
      code: 'tag-key-variant',
      detail:
        'The tag keys "a" and "A" differ only in case or in the spaces around them and are one key: leave one of them out.',
    });
  });

  it.each([undefined, null, 'text', [], {}, { tags: undefined }])(
    'are not looked for in %j',
    (tags) => {
      expect(repeatedTagKeys({ tags })).toEqual([]);
    },
  );
});
