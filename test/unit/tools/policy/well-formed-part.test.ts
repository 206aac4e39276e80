import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wellFormedPart } from '../../../../tools/policy/check/well-formed-part.ts';
import { parsePolicy } from '../../../../src/policy-source/parse-policy.ts';
import { arbitraryPolicy } from '../../../support/arbitrary-policy.ts';
import { deepFrozen } from '../../policy/tags/arbitraries.ts';

const partOf = (document: unknown): unknown =>
  wellFormedPart(deepFrozen(document), (rest) => parsePolicy(JSON.stringify(rest)).issues);

describe('what is left of an invalid policy', () => {
  it.each<[string, unknown, unknown]>([
    ['nothing of no object', [], undefined],
    ['nothing without layers', { layer: [] }, undefined],
    ['nothing with layers that are not a list', { layers: {} }, undefined],
    [
      'all of one without errors',
      { layers: [{ name: 'a', enforced: { status: 'ENABLED' } }] },
      { layers: [{ name: 'a', enforced: { status: 'ENABLED' } }] },
    ],
    [
      'the rest of the document',
      { other: 1, tagPolicyCompliance: 'errors', layers: [] },
      { layers: [] },
    ],
    [
      'the members beside an invalid one',
      {
        layers: [
          {
            name: 'a',
            enforced: {
              status: 'on',
              schedule: { timezone: 'Berln', scheduleExpression: 'rate(1 day)' },
            },
          },
        ],
      },
      { layers: [{ name: 'a', enforced: { schedule: { scheduleExpression: 'rate(1 day)' } } }] },
    ],
    [
      'nothing of what lacks a member',
      {
        layers: [
          { name: 'a', enforced: { status: 'ENABLED', schedule: { autoDisablePolicy: {} } } },
        ],
      },
      { layers: [{ name: 'a', enforced: { status: 'ENABLED', schedule: {} } }] },
    ],
    [
      'no grant beside an invalid one, which would seem wider than it is meant',
      {
        grants: [
          { name: 'a', to: { groups: ['a'] }, allowed: { nam: ['x'] } },
          { name: 'b', to: { groups: ['a'] } },
        ],
        layers: [{ name: 'a' }],
      },
      { layers: [{ name: 'a' }] },
    ],
    [
      'nothing of a list with an invalid element',
      {
        layers: [
          {
            name: 'a',
            allowed: { status: ['ENABLED', null], executionRole: ['x'] },
            enforced: { workflows: [{}, 2] },
          },
        ],
      },
      { layers: [{ name: 'a', allowed: { executionRole: ['x'] }, enforced: {} }] },
    ],
    [
      'the other tag keys of a tag policy',
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [
              { tags: { a: { tag_value: ['1'] }, b: { tag_value: { '@@assign': ['1'] } } } },
            ],
          },
        ],
      },
      {
        layers: [
          {
            name: 'a',
            tagPolicies: [{ tags: { a: {}, b: { tag_value: { '@@assign': ['1'] } } } }],
          },
        ],
      },
    ],
    [
      'only a name of a layer whose matchers are invalid',
      {
        layers: [
          { name: 'a', applies: { caller: ['x'] }, enforced: { status: 'ENABLED' } },
          { name: 'b' },
        ],
      },
      { layers: [{ name: 'layers.0' }, { name: 'b' }] },
    ],
    [
      'layers of bad, missing and repeated names under other names, in their places',
      {
        layers: [
          { name: 'caller' },
          'text',
          { defaults: { status: 'ENABLED' } },
          { name: 'layers.2' },
          { name: 'layers.2' },
        ],
      },
      {
        layers: [
          { name: 'layers.0' },
          { name: 'layers.1' },
          { name: 'layers.2_', defaults: { status: 'ENABLED' } },
          { name: 'layers.2' },
          { name: 'layers.4' },
        ],
      },
    ],
  ])('is %s', (_, document, part) => {
    expect(partOf(document)).toEqual(part);
  });

  it('loads, whatever was wrong and wherever', () => {
    const spoiled = fc
      .tuple(arbitraryPolicy, fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { maxLength: 5 }))
      .map(([policy, changes]) => {
        const document = structuredClone(policy) as unknown as Record<string, unknown>;
        for (const [at, value] of changes) {
          const places: [Record<string, unknown>, string][] = [];
          const collect = (holder: unknown): void => {
            if (typeof holder !== 'object' || holder === null) return;
            for (const [name, inner] of Object.entries(holder)) {
              if (name !== '__proto__') places.push([holder as Record<string, unknown>, name]);
              collect(inner);
            }
          };
          collect(document);
          const place = places[at % Math.max(places.length, 1)];
          if (place !== undefined) place[0][place[1]] = value;
        }
        return document;
      });
    fc.assert(
      fc.property(spoiled, (document) => {
        const part = partOf(document);
        if (part === undefined) return;
        expect(parsePolicy(JSON.stringify(part)).issues).toEqual([]);
        expect(part).toHaveProperty('layers.length', (document['layers'] as unknown[]).length);
      }),
    );
  });
});
