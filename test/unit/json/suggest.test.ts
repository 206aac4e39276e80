import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { didYouMean, suggest } from '../../../src/json/suggest.ts';

const members = ['name', 'description', 'imageRecipeArn', 'containerRecipeArn', 'status', 'tags'];

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
