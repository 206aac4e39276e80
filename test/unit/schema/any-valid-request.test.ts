import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEmptyObject, type JsonObject } from '../../../src/json/json-value.ts';
import { toPointer, valueAt } from '../../../src/json/pointer.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { decide, type Decision } from '../../../src/core/decide.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { arbitraryBody, arbitraryRequest } from '../../support/arbitrary-request.ts';
import { brokenRequest } from './broken-request.ts';

const decidedUnder = (policy: OrganizationPolicy, sent: JsonObject): Decision =>
  decide(compilePolicy(policy), {
    sent,
    shapeIssues: checkShape(sent).issues,
    caller: { groups: [] },
    requestTime: '2026-08-01T00:00:00Z',
  });

const issuesOf = (decision: Decision) => (decision.refusal === undefined ? [] : decision.issues);

describe('any valid request', () => {
  it('is accepted by the schema and by the rules', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        expect(checkShape({ ...request }).issues).toEqual([]);
        expect(checkCrossFieldRules({ ...request }).issues).toEqual([]);
        expect(decidedUnder({ layers: [] }, { ...request }).request).toEqual(request);
      }),
    );
  });

  it('is accepted as it comes out of its own JSON text', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        const parsed = JSON.parse(JSON.stringify(request)) as typeof request;
        expect(parsed).toEqual(request);
        expect(checkShape({ ...parsed }).issues).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('stays in the account and Region that it is made for', () => {
    fc.assert(
      fc.property(
        arbitraryRequest({ account: '123456789012', region: 'cn-north-1' }),
        (request) => {
          expect(request.infrastructureConfigurationArn).toMatch(
            /^arn:aws-cn:imagebuilder:cn-north-1:(?:123456789012|aws):/,
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it('is refused under the one member that somebody broke, and nowhere else', () => {
    fc.assert(
      fc.property(brokenRequest(), ({ request, path }) => {
        const pointer = toPointer(path);
        // What is left out of these is no mistake: a client token is made, and empty tags are valid.
        const value = valueAt(request, pointer);
        fc.pre(value !== undefined || pointer !== '/clientToken');
        fc.pre(!isEmptyObject(value) || !['/tags', '/imageTags'].includes(pointer));
        const decision = decidedUnder({ layers: [] }, request);
        expect(decision.refusal).toBe('validation-failed');
        for (const issue of issuesOf(decision)) {
          expect(`${issue.pointer}/`).toSatisfy((found: string) => found.startsWith(`${pointer}/`));
          expect(issue.detail).not.toContain('undefined');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("any caller's body", () => {
  const policy: OrganizationPolicy = {
    layers: [
      {
        name: 'organization',
        defaults: {
          infrastructureConfigurationArn:
            'arn:aws:imagebuilder:eu-west-1:123456789012:infrastructure-configuration/standard',
          schedule: { timezone: 'Etc/UTC' },
          tags: { ManagedBy: 'image-pipeline-proxy' },
        },
        enforced: { imageScanningConfiguration: { imageScanningEnabled: true } },
        allowed: { executionRole: ['arn:aws:iam::*:role/imagebuilder/*'] },
      },
    ],
  };

  it("makes a valid request together with the organization's defaults", () => {
    fc.assert(
      fc.property(arbitraryBody({ account: '123456789012', region: 'eu-west-1' }), (body) => {
        const decision = decidedUnder(policy, { ...body });
        expect(issuesOf(decision)).toEqual([]);
        expect(checkShape({ ...decision.request }).issues).toEqual([]);
        expect(checkCrossFieldRules({ ...decision.request }).issues).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('fits into the 256 KiB that a body may have', () => {
    fc.assert(
      fc.property(arbitraryBody({ account: '123456789012', region: 'eu-west-1' }), (body) => {
        expect(Buffer.byteLength(JSON.stringify(body))).toBeLessThan(256 * 1024);
      }),
      { numRuns: 50 },
    );
  });
});
