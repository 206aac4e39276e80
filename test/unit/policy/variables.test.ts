import { describe, expect, it } from 'vitest';
import type { Members } from '../../../src/policy/document.ts';
import { active } from '../../support/policy-facts.ts';
import { compileLayers } from '../../../src/policy/compile.ts';
import { empty, merge } from '../../../src/policy/merge.ts';
import {
  fillVariables,
  variables,
  withVariables,
  type RequestFacts,
  hasVariables,
} from '../../../src/policy/variables.ts';

const facts: RequestFacts = {
  caller: {
    id: 'arn:aws:sts::111122223333:assumed-role/payments-ci/build',
    account: '111122223333',
    groups: [],
  },
  requestTime: '2026-08-01T12:00:00.000Z',
};
const callerIs = (id: string): RequestFacts => ({ ...facts, caller: { id, groups: [] } });

describe('a variable in a tag value', () => {
  it.each([
    ['${caller}', 'arn:aws:sts::111122223333:assumed-role/payments-ci/build'],
    ['${account}', '111122223333'],
    ['${requestTime}', '2026-08-01T12:00:00.000Z'],
    ['by ${account} at ${requestTime}', 'by 111122223333 at 2026-08-01T12:00:00.000Z'],
    ['${account}${account}', '111122223333111122223333'],
    ['no variable, "untouched" {}', 'no variable, "untouched" {}'],
    ['not closed ${caller', 'not closed ${caller'],
    ['', ''],
  ])('%j becomes %j', (value, expected) => {
    expect(fillVariables(value, facts)).toBe(expected);
  });

  it('is "anonymous" for a caller, and "unknown" for an account, that is not known', () => {
    const anonymous = { caller: { groups: [] }, requestTime: facts.requestTime };
    expect(fillVariables('${caller} ${account}', anonymous)).toBe('anonymous unknown');
  });

  it.each([
    ['jwt:ana|okta', 'jwt:ana_okta'],
    ['jwt:a"b<c>&d', 'jwt:a_b_c__d'],
    ['jwt:line\nbreak\ttab', 'jwt:line_break_tab'],
    ['jwt:Ünïcode λ 日本', 'jwt:Ünïcode λ 日本'],
    ['jwt:rocket 🚀', 'jwt:rocket _'],
    ['jwt:${account}', 'jwt:__account_'],
    ['a_b.c:d/e=f+g-h@i j', 'a_b.c:d/e=f+g-h@i j'],
  ])('in a caller %j leaves what a tag can hold: %j', (id, expected) => {
    expect(fillVariables('${caller}', callerIs(id))).toBe(expected);
  });

  it('is cut with the whole value to 256 characters, none of them halved', () => {
    expect(fillVariables('${caller}', callerIs('x'.repeat(300)))).toBe('x'.repeat(256));
    const wide = fillVariables('${caller}', callerIs('𝒳'.repeat(300)));
    expect(Array.from(wide)).toHaveLength(256);
    expect(wide.isWellFormed()).toBe(true);
    expect(fillVariables(`${'a'.repeat(250)}\${account}`, facts)).toBe(`${'a'.repeat(250)}111122`);
  });

  it('is one of three', () => {
    expect(variables).toEqual(['${caller}', '${account}', '${requestTime}']);
  });
});

describe('merged members', () => {
  const mergedOf = (members: Members) => ({
    ...merge(empty, [{ members, sourceOf: () => 'a' }]),
    hasVariables: hasVariables(members),
  });
  const filled = (members: Members): Members => withVariables(mergedOf(members), facts).members;

  it('have variables filled in in tags and imageTags alone', () => {
    const members = {
      description: '${caller}',
      tags: { By: '${account}', Plain: 'x' },
      imageTags: { By: '${account}' },
    };
    expect(filled(members)).toEqual({
      description: '${caller}',
      tags: { By: '111122223333', Plain: 'x' },
      imageTags: { By: '111122223333' },
    });
  });

  it.each(['tags', 'imageTags'])('are filled where %s alone has a variable', (member) => {
    const other = member === 'tags' ? 'imageTags' : 'tags';
    expect(filled({ [member]: { By: '${account}' }, [other]: { A: '1' } })).toEqual({
      [member]: { By: '111122223333' },
      [other]: { A: '1' },
    });
    expect(filled({ [member]: { By: '${account}' } })).toEqual({
      [member]: { By: '111122223333' },
    });
  });

  it.each(['defaults', 'enforced'] as const)(
    'are filled where only one of several layers has a variable: %s',
    (kind) => {
      for (const member of ['tags', 'imageTags']) {
        const layer = (name: string, value: string) => ({
          name,
          [kind]: { [member]: { [name]: value } },
        });
        const plain = ['a', 'b', 'c'].map((name) => layer(name, name));
        for (const index of plain.keys()) {
          const layers = plain.with(index, layer('By', '${account}'));
          const { members, provenance } = withVariables(compileLayers(active(layers))[kind], facts);
          expect(members[member]).toMatchObject({ By: '111122223333' });
          expect(Object.keys(provenance)).toHaveLength(3);
          expect(provenance[`/${member}/By`]).toBe('By');
        }
      }
    },
  );

  it('keep their sources, and are not written to', () => {
    const merged = mergedOf({ tags: { By: '${account}' } });
    const { provenance } = withVariables(merged, facts);
    expect(provenance).toEqual({ '/tags/By': 'a' });
    expect(merged.members).toEqual({ tags: { By: '${account}' } });
  });

  it.each<Members>([
    { status: 'ENABLED' },
    { tags: { By: 'x' }, description: '${caller}' },
    { tags: 'text ${caller}', imageTags: { n: 5 } },
    { tags: undefined },
  ])('are the very same where there is nothing to fill in: %j', (members) => {
    const merged = mergedOf(members);
    expect(withVariables(merged, facts)).toBe(merged);
  });

  it('leave values alone that are not strings, and a member that holds no tags', () => {
    expect(filled({ tags: { n: 5, By: '${account}' }, imageTags: ['${account}'] })).toEqual({
      tags: { n: 5, By: '111122223333' },
      imageTags: ['${account}'],
    });
  });

  it('keep a tag named __proto__', () => {
    const members = JSON.parse('{"tags": {"__proto__": "${account}"}}') as Members;
    expect(JSON.stringify(filled(members))).toBe('{"tags":{"__proto__":"111122223333"}}');
  });
});
