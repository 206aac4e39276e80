import { existsSync, globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../../tools/policy/test/coverage.ts';
import { runTests } from '../../../../tools/policy/test/run-tests.ts';
import { readTestFile } from '../../../../tools/policy/test/test-file.ts';
import { readText } from '../../../support/markdown.ts';
import { root } from '../../../support/packaged-proxy.ts';
import { compiledPolicyOf } from '../../../support/policy.ts';

const testFiles = globSync('policy/examples/*.tests.json', { cwd: root }).sort();

const cookbookFiles = globSync('policy/cookbook/*.tests.json', { cwd: root }).sort();

/** The document that a file of tests is for: the one beside it or, for the cookbook, the example of its name. */
const documentOf = (file: string): string => {
  const beside = file.replace('.tests.json', '.json');
  return existsSync(`${root}${beside}`) ? beside : beside.replace('/cookbook/', '/examples/');
};

const ran = async (file: string) => {
  const policy = compiledPolicyOf(JSON.parse(readText(documentOf(file))));
  const { tests, diagnostics } = readTestFile(readText(file));
  expect(diagnostics).toEqual([]);
  const results = await runTests(policy, file, tests, new Date().toISOString());
  const failed = results.filter(({ differences }) => differences.length > 0);
  expect(failed.map(({ name, differences }) => ({ name, differences }))).toEqual([]);
  return { policy, tests, results };
};

describe('the tests of an example of a policy', () => {
  it('are there', () => {
    expect(testFiles).toEqual(
      expect.arrayContaining([
        'policy/examples/local.tests.json',
        'policy/examples/platform-team.tests.json',
      ]),
    );
  });

  it.each(testFiles)('pass, and use all of it: %s', async (file) => {
    const { policy, tests, results } = await ran(file);
    const runs = results.map(({ run }) => run);
    expect(coverageOf(policy.policy, runs).unused).toEqual([]);
    // Who reads it on another day sees the same.
    expect(tests.every(({ requestTime }) => requestTime !== undefined)).toBe(true);
  });
});

describe('the tests of the cookbook', () => {
  it.each(cookbookFiles)('are tests that the command runs, and pass: %s', async (file) => {
    const { tests } = await ran(file);
    expect(tests).not.toHaveLength(0);
  });
});
