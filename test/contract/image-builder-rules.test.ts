import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json/json-value.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { arn, emptyPolicy, fixedPolicy } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

const executionRole = 'arn:aws:iam::123456789012:role/imagebuilder/build';
const build = { workflowArn: arn('workflow/build/web/1.0.0') };
const test = { workflowArn: arn('workflow/test/smoke/1.0.0') };
const workflows = (...list: JsonObject[]) => ({ executionRole, workflows: list });
const schedule = (scheduleExpression: string, timezone = 'Etc/UTC') => ({
  schedule: { scheduleExpression, timezone },
});

/** Entries of `errors` or `warnings` as `pointer code`. */
const listed = (entries: unknown): string[] =>
  (Array.isArray(entries) ? (entries as { pointer: string; code: string }[]) : []).map(
    ({ pointer, code }) => `${pointer} ${code}`,
  );

describe("Image Builder's own rules, asked for over HTTP", () => {
  let proxy: Proxy;
  beforeAll(async () => {
    proxy = await openInProcessProxy({ policy: fixedPolicy(emptyPolicy) });
  });
  afterAll(async () => {
    await proxy.close();
  });

  let count = 0;
  const send = (members: JsonObject) =>
    proxy.send({
      body: {
        name: `rules-${(count += 1)}`,
        imageRecipeArn: arn('image-recipe/web-server/1.0.0'),
        infrastructureConfigurationArn: arn('infrastructure-configuration/standard'),
        ...members,
      },
    });

  it.each<[string, JsonObject, string[]]>([
    ['a build and a test workflow', workflows(build, { ...test, parallelGroup: 'g' }), []],
    [
      'what to do when a build fails',
      workflows({ ...build, onFailure: 'ABORT' }, { ...test, onFailure: 'CONTINUE' }),
      ['/workflows/0/onFailure on-failure-outside-tests'],
    ],
    [
      'a number to the right of an x',
      { imageRecipeArn: arn('image-recipe/web-server/1.x.8') },
      ['/imageRecipeArn doubtful-version'],
    ],
    [
      'a number above 2^30-1',
      workflows({ workflowArn: arn('workflow/test/smoke/1.0.1073741824') }),
      ['/workflows/0/workflowArn doubtful-version'],
    ],
    [
      'a schedule that never runs',
      schedule('cron(0 3 30 2 ? *)'),
      ['/schedule/scheduleExpression schedule-never-runs'],
    ],
    [
      'a schedule of a year that is over',
      schedule('cron(0 3 1 1 ? 2020)'),
      ['/schedule/scheduleExpression schedule-never-runs'],
    ],
    [
      'a day of the week that the guide contradicts itself about',
      schedule('cron(0 3 ? * 1-5 *)'),
      [],
    ],
  ])('create, with what is worth knowing: %s', async (_, members, warnings) => {
    const { status, document } = await send(members);
    expect([status, listed(document.warnings)]).toEqual([201, warnings]);
  });

  it.each<[string, JsonObject, string[], string?]>([
    [
      'two build workflows',
      workflows(build, test, build),
      ['/workflows/2/workflowArn too-many-workflows'],
    ],
    [
      'eleven workflows',
      workflows(...Array.from({ length: 11 }, () => test)),
      ['/workflows too-many-workflows'],
    ],
    [
      'a group, a word and a schedule, all at once',
      {
        ...workflows({ ...build, parallelGroup: 'g', onFailure: 'Abort' }),
        ...schedule('cron(0 0 ? * 0 *)'),
      },
      [
        '/schedule/scheduleExpression invalid-schedule-expression',
        '/workflows/0/onFailure not-in-enum',
        '/workflows/0/parallelGroup test-workflows-only',
      ],
      'Did you mean "cron(0 0 ? * SUN *)"?',
    ],
    [
      'an offset for a time zone',
      schedule('rate(1 day)', 'GMT+2'),
      ['/schedule/timezone unknown-time-zone'],
      'Did you mean "Etc/GMT-2"?',
    ],
    [
      'an ARN made by hand',
      { imageRecipeArn: arn('image-recipe/Web Server/1.0.0/1') },
      ['/imageRecipeArn pattern-mismatch'],
      `Did you mean "${arn('image-recipe/web-server/1.0.0')}"?`,
    ],
  ])('refuse: %s', async (_, members, errors, meant = '') => {
    const { status, document } = await send(members);
    expect([status, listed(document.errors).sort()]).toEqual([400, errors]);
    expect(JSON.stringify(document).replaceAll('\\"', '"')).toContain(meant);
  });
});
