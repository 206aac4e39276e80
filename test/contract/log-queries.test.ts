import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChaosProxy, type ChaosProxy } from '../support/chaos-proxy.ts';
import { caller } from '../support/http-api-event.ts';
import { runQuery, type Row } from '../support/logs-insights.ts';
import { readText } from '../support/markdown.ts';
import { arn, fixedPolicy, testPolicy } from '../support/policy.ts';

const operating = readText('docs/operating.md');
const queryNamed = (name: string): string => {
  const [, query] =
    new RegExp(`<!-- query ${name} -->\\n+\`\`\`\\n(.*?)\`\`\``, 's').exec(operating) ?? [];
  if (query === undefined) throw new Error(`There is no query "${name}".`);
  return query;
};

const paperwork = {
  name: 'paperwork',
  compliance: 'warning' as const,
  required: { description: ['*CHG-*'], 'tags.Owner': ['*'] },
};
const policy = {
  grants: [{ name: 'web', to: { callers: ['*'] }, allowed: { name: ['web-*'] } }],
  layers: [...testPolicy.layers, paperwork],
};
const right = { name: 'web-1', imageRecipeArn: arn('image-recipe/web-server/1.0.0') };
const admin = { executionRole: 'arn:aws:iam::123456789012:role/admin' };
const unscanned = { imageScanningConfiguration: { imageScanningEnabled: false } };

describe('The queries of docs/operating.md, over lines of the function', () => {
  let proxy: ChaosProxy;
  beforeAll(async () => {
    proxy = await openChaosProxy({ policy: fixedPolicy(policy) });
    for (const body of [
      { ...right, ...admin },
      { ...right, ...admin, ...unscanned },
      { ...right, name: 'other' },
      right,
      { ...right, name: 'web-2', description: 'CHG-1' },
      { ...right, name: 'web-3', description: 'CHG-1', tags: { Owner: 'web' } },
    ]) {
      await proxy.send({ body });
    }
  });
  afterAll(() => proxy.close());
  const result = (name: string): readonly Row[] => runQuery(queryNamed(name), proxy.log);

  it('tell which rule costs whom', () => {
    const refused = result('refused');
    const rule = (layer: string | undefined, grant: string | undefined, code: string) =>
      refused.find(
        (row) =>
          row['rule.layer'] === layer && row['rule.grant'] === grant && row['rule.code'] === code,
      );
    expect(refused[0]).toMatchObject({
      'rule.layer': 'organization',
      'rule.code': 'not-allowed',
      'rule.pointer': '/executionRole',
      caller,
      refused: 2,
    });
    expect(rule('organization', undefined, 'enforced')).toMatchObject({ refused: 1 });
    expect(rule(undefined, 'web', 'not-granted')).toMatchObject({
      'rule.pointer': '/name',
      refused: 1,
    });
  });

  it('tell whom a layer that only warns would have refused', () => {
    const warned = result('warned');
    expect(warned.map((row) => [row['caller'], row['rule.pointer'], row['requests']])).toEqual(
      expect.arrayContaining([[caller, '/description', expect.any(Number)]]),
    );
    expect(warned.find((row) => row['rule.pointer'] === '/tags/Owner')).toMatchObject({
      requests: 5,
    });
  });

  it('tell what was decided under which revision', () => {
    const revisions = result('revisions');
    expect(new Set(revisions.map((row) => row['policyRevision'])).size).toBe(1);
    expect(revisions.map((row) => [row['status'], row['requests']])).toEqual(
      expect.arrayContaining([
        [201, 3],
        [422, 2],
        [403, 1],
      ]),
    );
  });
});
