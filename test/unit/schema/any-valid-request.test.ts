import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPointer } from '../../../src/json/pointer.ts';
import { checkCrossFieldRules } from '../../../src/core/cross-field-rules.ts';
import { resolve } from '../../../src/core/decide.ts';
import type { OrganizationPolicy } from '../../../src/policy/document.ts';
import { validateRequest } from '../../../src/schema/request-schema.ts';
import { arbitraryBody, arbitraryRequest } from '../../support/arbitrary-request.ts';
import { brokenRequest } from './broken-request.ts';

describe('any valid request', () => {
  it('is accepted by the schema and by the rules', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        expect(validateRequest({ ...request })).toEqual([]);
        expect(checkCrossFieldRules({ ...request }).issues).toEqual([]);
      }),
    );
  });

  it('is accepted as it comes out of its own JSON text', () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        const parsed = JSON.parse(JSON.stringify(request)) as typeof request;
        expect(parsed).toEqual(request);
        expect(validateRequest({ ...parsed })).toEqual([]);
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
        const issues = validateRequest(request);
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
  const facts = { caller: { groups: [] }, requestTime: '2026-08-01T00:00:00Z' };

  it("makes a valid request together with the organization's defaults", () => {
    fc.assert(
      fc.property(arbitraryBody({ account: '123456789012', region: 'eu-west-1' }), (body) => {
        const { request, issues } = resolve(policy, facts, { ...body });
        expect(issues).toEqual([]);
        expect(validateRequest({ clientToken: 'token', ...request })).toEqual([]);
        expect(checkCrossFieldRules(request).issues).toEqual([]);
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
