import { describe, expect, it } from 'vitest';
import type { Members } from '../../../src/policy/document.ts';
import {
  type RequestFacts,
  substitute,
  substituteTags,
  variables,
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
    expect(substitute(value, facts)).toBe(expected);
  });

  it('is "unknown" for a caller or an account that nobody vouches for', () => {
    const chat = { caller: { groups: [] }, requestTime: facts.requestTime };
    expect(substitute('${caller} ${account}', chat)).toBe('unknown unknown');
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
    expect(substitute('${caller}', callerIs(id))).toBe(expected);
  });

  it('is cut with the whole value to 256 characters, none of them halved', () => {
    expect(substitute('${caller}', callerIs('x'.repeat(300)))).toBe('x'.repeat(256));
    const wide = substitute('${caller}', callerIs('𝒳'.repeat(300)));
    expect(Array.from(wide)).toHaveLength(256);
    expect(wide.isWellFormed()).toBe(true);
    expect(substitute(`${'a'.repeat(250)}\${account}`, facts)).toBe(`${'a'.repeat(250)}111122`);
  });

  it('is one of three', () => {
    expect(variables).toEqual(['${caller}', '${account}', '${requestTime}']);
  });
});

describe('the members of a layer', () => {
  it('have variables filled in in tags and imageTags alone', () => {
    const members = {
      description: '${caller}',
      tags: { By: '${account}' },
      imageTags: { By: '${account}' },
    };
    expect(substituteTags(members, facts)).toEqual({
      description: '${caller}',
      tags: { By: '111122223333' },
      imageTags: { By: '111122223333' },
    });
  });

  it('are left as they are where there are no tags', () => {
    expect(substituteTags({ status: 'ENABLED' }, facts)).toEqual({ status: 'ENABLED' });
    expect(substituteTags({ tags: 'text', imageTags: { n: 5 } }, facts)).toEqual({
      tags: 'text',
      imageTags: { n: 5 },
    });
  });

  it('keep a tag named __proto__', () => {
    const members = JSON.parse('{"tags": {"__proto__": "${account}"}}') as Members;
    expect(JSON.stringify(substituteTags(members, facts))).toBe(
      '{"tags":{"__proto__":"111122223333"}}',
    );
  });
});
