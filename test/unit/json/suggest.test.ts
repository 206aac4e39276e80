import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../../../src/json/suggest.ts';

const members = ['name', 'description', 'imageRecipeArn', 'containerRecipeArn', 'status', 'tags'];

/** How many characters are added, left out or changed from one word to another: slow and obvious. */
const distance = (from: string, to: string): number => {
  if (from === '' || to === '') return from.length + to.length;
  const [head, tail] = [from.slice(1), to.slice(1)];
  if (from.startsWith(to.charAt(0))) return distance(head, tail);
  return 1 + Math.min(distance(head, to), distance(from, tail), distance(head, tail));
};

describe('the suggestion for a word', () => {
  it.each([
    ['the word itself', 'name', 'name'],
    ['the word in another case', 'NAME', 'name'],
    ['the word in another case, long as it is', 'IMAGERECIPEARN', 'imageRecipeArn'],
    ['a letter too few', 'nme', 'name'],
    ['a letter too many', 'statuss', 'status'],
    ['another letter', 'statos', 'status'],
    ['two letters swapped', 'sattus', 'status'],
    ['another case and a letter too few', 'Descripton', 'description'],
    ['a third of the letters wrong', 'steteS', 'status'],
    ['one letter of a short word wrong', 'tag', 'tags'],
    ['a word near to two, nearer to one', 'conteinerRecipeArn', 'containerRecipeArn'],
  ])('is found for %s: %s', (_, word, meant) => {
    expect(suggest(word, members)).toBe(meant);
  });

  it.each([
    ['nothing like it', 'favouriteColour'],
    ['more than a third of the letters wrong', 'stepes'],
    ['a word of nothing', ''],
    ['a word of one letter far from all', 'x'],
    ['a name that every object inherits', 'constructor'],
    ['a very long word', `${'x'.repeat(200)}name`],
  ])('is not found for %s: %s', (_, word) => {
    expect(suggest(word, members)).toBeUndefined();
  });

  it('is the one that differs only in case, even where another is as near', () => {
    expect(suggest('ABC', ['abd', 'abc'])).toBe('abc');
    expect(suggest('Ab', ['ac', 'aB'])).toBe('aB');
  });

  it.each([
    ['two that are as near', 'CC-X', ['CC-A', 'CC-B', 'CC-C']],
    ['a letter more or less', 'tag', ['tags', 'tab']],
    ['two that differ in case alone', 'Prod', ['prod', 'PROD']],
    ['two that differ in case alone, a slip away', 'Prd', ['prod', 'PROD']],
  ])('is not found where several are equally near: %s', (_, word, candidates) => {
    expect(suggest(word, candidates, 2)).toBeUndefined();
  });

  it('is found where one is nearer than all the others, and where it is listed twice', () => {
    expect(suggest('Preprod', ['Prod', 'Pre-Prod', 'Dev'])).toBe('Pre-Prod');
    expect(suggest('statos', ['status', 'status'])).toBe('status');
    expect(suggest('Prod', ['prod', 'Prod', 'PROD'])).toBe('Prod');
  });

  it('is never another number, which is no slip of the pen', () => {
    expect(suggest('CC-110', ['CC-100', 'CC-999'], 2)).toBeUndefined();
    expect(suggest('team2', ['team1'])).toBeUndefined();
    expect(suggest('tem1', ['team1', 'team2'])).toBe('team1');
    expect(suggest('tags1', ['tags'])).toBe('tags');
  });

  it('is the nearest of all, and the only one so near, or none', () => {
    const word = fc.stringMatching(/^[abc]{1,6}$/);
    fc.assert(
      fc.property(word, fc.uniqueArray(word, { maxLength: 8 }), fc.nat(4), (text, words, typos) => {
        const distances = words.map((other) => distance(text, other));
        const least = Math.min(...distances);
        const nearest = words.filter((_, index) => distances[index] === least);
        const meant = least <= typos && nearest.length === 1 ? nearest[0] : undefined;
        expect(suggest(text, words, typos)).toBe(meant);
      }),
    );
  });

  it('may be as many typing mistakes away as it is allowed, and no more', () => {
    expect(suggest('CostCentre', ['CostCenter'], 2)).toBe('CostCenter');
    expect(suggest('CostCentre', ['CostCenter'], 1)).toBeUndefined();
    expect(suggest('COSTCENTER', ['CostCenter'], 0)).toBe('CostCenter');
  });

  it('is not looked for among words of more than 256 characters, but for their case', () => {
    const long = 'x'.repeat(300);
    expect(suggest(`${long}y`, [long])).toBeUndefined();
    expect(suggest('x'.repeat(256), [long])).toBeUndefined();
    expect(suggest(long.toUpperCase(), [long])).toBe(long);
    expect(suggest('nmae', [long, 'name'], 2)).toBe('name');
  });

  it('is not found among no candidates', () => {
    expect(suggest('name', [])).toBeUndefined();
  });

  it('is always one of the candidates, as it is written there, or none', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string()), (word, candidates) => {
        expect([...candidates, undefined]).toContain(suggest(word, candidates));
      }),
    );
  });

  it('is found for every candidate in whatever case, long ones too', () => {
    const word = fc.stringMatching(/^[a-z]{1,150}$/);
    fc.assert(
      fc.property(word, fc.array(word), (candidate, others) => {
        expect(suggest(candidate.toUpperCase(), [...others, candidate])).toBe(candidate);
      }),
    );
  });
});

describe('the question that a sentence ends with', () => {
  it('quotes what was found, and is left out where nothing was', () => {
    expect(didYouMean(suggest('statos', members))).toBe(' Did you mean "status"?');
    expect(didYouMean('\u202estatus')).toBe(' Did you mean "\\u202estatus"?');
    expect(didYouMean(undefined)).toBe('');
  });
});
