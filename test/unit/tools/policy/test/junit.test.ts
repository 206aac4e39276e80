import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { junitOf } from '../../../../../tools/policy/test/junit.ts';
import type { TestResult } from '../../../../../tools/policy/test/run-tests.ts';
import { readXml } from '../../../../support/well-formed-xml.ts';

const result = (name: string, got?: string, file = 'a.tests.json'): TestResult => ({
  file,
  name,
  line: 1,
  differences: got === undefined ? [] : [{ what: 'outcome', expected: 'created', got }],
  errors: [],
  warnings: [],
  run: { answer: { status: 200, message: '', document: {} }, sent: {} },
});
const coverage = { statements: 4, used: 3, percent: 75, unused: [], neverRefused: [] };

describe('tests as JUnit XML', () => {
  it('are one suite for each file, with what came otherwise', () => {
    const results = [result('one'), result('two', 'refused'), result('three', undefined, 'b.json')];
    expect(junitOf({ results, coverage })).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites tests="3" failures="1">
  <testsuite name="a.tests.json" tests="2" failures="1">
    <testcase name="one" classname="a.tests.json"/>
    <testcase name="two" classname="a.tests.json">
      <failure message="outcome  expected  created">outcome  expected  created
         got       refused</failure>
    </testcase>
  </testsuite>
  <testsuite name="b.json" tests="1" failures="0">
    <testcase name="three" classname="b.json"/>
  </testsuite>
</testsuites>
`);
  });

  it.each([
    [75, 0],
    [76, 1],
  ])('count a least coverage of %d per cent as a test', (least, failures) => {
    const { elements } = readXml(junitOf({ results: [result('one')], coverage, least }));
    expect(elements[0]).toEqual({
      name: 'testsuites',
      attributes: { tests: '2', failures: `${failures}` },
    });
  });

  it('are well-formed whatever tests are called and answers say', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('<&>"\'', ']]>', '\u0000\u001b[31m\n\t', '\ud800', '\ufffe\uffff', '&amp;'),
    );
    fc.assert(
      fc.property(anything, anything, anything, (name, got, file) => {
        const { elements } = readXml(junitOf({ results: [result(name, got, file)], coverage }));
        expect(elements.map((element) => element.name)).toEqual([
          'testsuites',
          'testsuite',
          'testcase',
          'failure',
        ]);
        // What XML has a form for is there to the letter.
        if (/^[\x20-\x7e]*$/.test(name)) expect(elements[2]?.attributes['name']).toBe(name);
      }),
    );
  });
});
