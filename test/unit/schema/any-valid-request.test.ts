import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/json/issue.ts';
import type { JsonObject } from '../../../src/json/json-value.ts';
import { toPointer } from '../../../src/json/pointer.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { decide } from '../../../src/core/decide.ts';
import { compilePolicy } from '../../../src/policy/compile.ts';
import { checkShape } from '../../../src/schema/request-schema.ts';
import { arbitraryBody, arbitraryRequest } from '../../support/arbitrary-request.ts';
import { brokenRequest } from './broken-request.ts';

/** What is wrong with the shape of a request, and what it lacks. */
const issuesOf = (request: JsonObject): readonly Issue[] => [
  ...checkShape(request).issues,
  ...checkCrossFieldRules(request).issues.filter(({ code }) => code === 'required'),
];

describe('any valid request', () => {
  it('is accepted by the schema and by the rules', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        expect(checkShape({ ...request }).issues).toEqual([]);
        expect(checkCrossFieldRules({ ...request }).issues).toEqual([]);
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
        const issues = issuesOf(request);
        expect(issues).not.toEqual([]);
        for (const issue of issues) {
          expect(`${issue.pointer}/`).toSatisfy((found: string) => found.startsWith(`${pointer}/`));
          expect(issue.detail).not.toContain('undefined');
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("any caller's body", () => {
  const policy = compilePolicy({
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
  });
  const facts = { caller: { groups: [] }, requestTime: '2026-08-01T00:00:00Z' };

  it("makes a valid request together with the organization's defaults", () => {
    fc.assert(
      fc.property(arbitraryBody({ account: '123456789012', region: 'eu-west-1' }), (body) => {
        const { clientToken, ...sent } = body;
        const { request, refusal } = decide(policy, { sent, shapeIssues: [], ...facts });
        expect(refusal).toBeUndefined();
        expect(issuesOf({ ...request })).toEqual([]);
        expect(checkCrossFieldRules({ ...request }).issues).toEqual([]);
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
