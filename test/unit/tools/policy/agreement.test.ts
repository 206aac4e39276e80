import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../src/json/json-value.ts';
import { valueAt } from '../../../../src/json/pointer.ts';
import { compilePolicy, type CompiledPolicy } from '../../../../src/policy/compile.ts';
import type { Caller, OrganizationPolicy } from '../../../../src/policy/document.ts';
import { changesBetween } from '../../../../tools/policy/changes.ts';
import { diffOf } from '../../../../tools/policy/diff/diff.ts';
import { issuesIn } from '../../../../tools/policy/dry-run.ts';
import { compileJudge } from '../../../../tools/policy/report/judge-pipeline.ts';
import { pipelineOf } from '../../../../tools/policy/report/pipeline.ts';
import { runTests } from '../../../../tools/policy/test/run-tests.ts';
import type { TestCase } from '../../../../tools/policy/test/test-case.ts';
import { arbitraryBody } from '../../../support/arbitrary-body.ts';
import { arbitraryFacts, arbitraryPolicy } from '../../../support/arbitrary-policy.ts';
import { authorizerOf } from '../../../support/authorizer.ts';
import { openInProcessProxy } from '../../../support/in-process-proxy.ts';
import { pairsOf } from '../../../support/issue-pairs.ts';
import { timeless } from '../../../support/policy.ts';
import type { Proxy } from '../../../support/proxy.ts';

let current: CompiledPolicy = compilePolicy({ layers: [] });
let proxy: Proxy;
beforeAll(async () => {
  proxy = await openInProcessProxy({ policy: () => Promise.resolve(current) });
});
afterAll(() => proxy.close());

const requestTime = '2026-08-01T12:00:00.000Z';

/** What the running function answers to a body as a dry run. */
const answered = async (
  policy: CompiledPolicy,
  caller: Caller,
  body: string,
): Promise<JsonObject> => {
  current = policy;
  const authorizer = authorizerOf(caller);
  const { status, document } = await proxy.send({ query: 'dryRun=policy', body, authorizer });
  return { ...document, status };
};

/** Any policy that the running function reads as it is here, with grants as often as not. */
const policies: fc.Arbitrary<OrganizationPolicy> = fc
  .tuple(
    arbitraryPolicy,
    fc.constantFrom<Partial<OrganizationPolicy>>(
      {},
      {},
      { grants: [{ name: 'anybody', to: { callers: ['*', 'anonymous'] } }] },
      {
        grants: [{ name: 'payments', to: [{ callers: ['*payments*'] }, { groups: ['payments'] }] }],
      },
      { grants: [{ name: 'enabled', to: { callers: ['*'] }, allowed: { status: ['ENABLED'] } }] },
    ),
  )
  .map(([policy, grants]) => timeless({ ...policy, ...grants }));

const requestOf = ({ id, groups }: Caller, body: JsonObject) => ({
  ...(id !== undefined && { caller: id }),
  groups,
  requestTime,
  body: JSON.stringify(body),
});

/** A test that expects what the function has answered. */
const expectationOf = (answer: JsonObject): TestCase['expect'] => {
  const issues = (member: 'errors' | 'warnings') =>
    issuesIn(answer, member).map(({ detail: _, contact: __, ...expected }) => expected);
  if (answer['status'] !== 200) {
    return {
      refused: issues('errors'),
      status: Number(answer['status']),
      code: String(answer['code']),
    };
  }
  const provenance = answer['provenance'] as Record<string, string>;
  return {
    created: true,
    values: Object.fromEntries(
      Object.keys(provenance).map((pointer) => [
        pointer,
        valueAt(answer['imagePipeline'], pointer),
      ]),
    ),
    warnings: issues('warnings'),
    ...(typeof answer['grant'] === 'string' && { grant: answer['grant'] }),
  };
};

describe('policy test', () => {
  it('passes a test that expects what the function answers, and fails one that expects the contrary', async () => {
    await fc.assert(
      fc.asyncProperty(
        policies,
        arbitraryFacts,
        arbitraryBody,
        async (document, { caller }, body) => {
          const policy = compilePolicy(document);
          const request = requestOf(caller, body);
          const expected = expectationOf(await answered(policy, caller, request.body));
          const contrary: TestCase['expect'] =
            expected.created === true ? { refused: [] } : { created: true };
          const tests = [expected, contrary].map((expect, index) => ({
            ...request,
            name: `${index}`,
            line: 1,
            expect,
          }));
          const [same, other] = await runTests(policy, 'x', tests, requestTime);
          expect(same?.differences).toEqual([]);
          expect(other?.differences).toMatchObject([{ what: 'outcome' }]);
        },
      ),
    );
  });
});

describe('policy diff', () => {
  it('says of any two policies what the function answers under each', async () => {
    await fc.assert(
      fc.asyncProperty(
        policies,
        policies,
        arbitraryFacts,
        arbitraryBody,
        async (before, after, { caller }, body) => {
          const [old, now] = [compilePolicy(before), compilePolicy(after)];
          const request = requestOf(caller, body);
          const was = await answered(old, caller, request.body);
          const is = await answered(now, caller, request.body);
          const compared = [{ name: 'x', place: 'x', request }];
          const made = await diffOf(old, now, compared, requestTime);
          const changes =
            was['status'] === 200 && is['status'] === 200
              ? changesBetween(
                  was['imagePipeline'] as JsonObject,
                  is['imagePipeline'] as JsonObject,
                )
              : [];
          expect(made.nowRefused.map(({ errors }) => pairsOf(errors))).toEqual(
            was['status'] === 200 && is['status'] !== 200 ? [pairsOf(is['errors'])] : [],
          );
          expect(made.nowCreated.map(({ errors }) => pairsOf(errors))).toEqual(
            was['status'] !== 200 && is['status'] === 200 ? [pairsOf(was['errors'])] : [],
          );
          expect(made.otherwise.flatMap((one) => one.changes)).toEqual(changes);
        },
      ),
    );
  });
});

describe('policy report', () => {
  /** A layer that writes the caller into a tag, so that pipelines tell it. */
  const naming = { name: 'naming', enforced: { tags: { 'Made by': '${caller}' } } };
  // The groups of a token are in no tag.
  const callers = arbitraryFacts.filter(({ caller }) => caller.id?.startsWith('jwt:') !== true);

  it('says of any pipeline what the function answers to the request for it', async () => {
    await fc.assert(
      fc.asyncProperty(policies, callers, arbitraryBody, async (document, { caller }, body) => {
        const policy = { ...document, layers: [naming, ...document.layers] };
        const tags = { ...(body['tags'] as object), 'Made by': caller.id ?? 'anonymous' };
        const pipeline = pipelineOf({ ...body, arn: 'x', tags });
        const judged = await compileJudge(policy)(pipeline, requestTime);
        const text = JSON.stringify(pipeline.members);
        const answer = await answered(compilePolicy(policy), caller, text);
        expect(pairsOf(judged.errors)).toEqual(pairsOf(answer['errors']));
        if (answer['status'] !== 200) return;
        expect(judged.errors).toEqual([]);
        expect(judged.request).toEqual(answer['imagePipeline']);
        expect(judged.changes.map(({ pointer, new: now }) => [pointer, now])).toEqual(
          changesBetween(pipeline.members, answer['imagePipeline'] as JsonObject).map(
            ({ pointer, new: now }) => [pointer, now],
          ),
        );
      }),
    );
  });
});
