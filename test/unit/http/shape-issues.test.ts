import { describe, expect, it } from 'vitest';
import { shapeIssues } from '../../../src/http/shape-issues.ts';

const unknown = (name: string) => ({
  instancePath: '/request',
  keyword: 'additionalProperties',
  params: { additionalProperty: name },
});

describe('What the validator found', () => {
  it('is explained for as many members as an answer names, and counted beyond', () => {
    const data = Array.from({ length: 300 }, (_, index) => unknown(`m${index}`));
    const { issues, unexplained } = shapeIssues(data, { request: {} });
    expect([issues.length, unexplained]).toEqual([100, 200]);
  });

  it('counts a member once, however much is wrong with it', () => {
    const length = { instancePath: '/request/name', keyword: 'minLength', params: {} };
    const pattern = { instancePath: '/request/name', keyword: 'pattern', params: {} };
    const { issues, unexplained } = shapeIssues([pattern, length], { request: { name: '' } });
    expect([issues.map(({ code }) => code), unexplained]).toEqual([['too-short'], 0]);
  });

  it.each([undefined, null, 'text', {}])('is nothing where it wrote %j', (data) => {
    expect(shapeIssues(data, {})).toEqual({ issues: [], unexplained: 0 });
  });
});
