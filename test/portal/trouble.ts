import { describe, expect, it } from 'vitest';
import { arn, testPolicy } from '../support/policy.ts';
import type { Stage } from './stage.ts';
import { createdArn, fillIn, press } from './steps.ts';

const json = { 'content-type': 'application/json' };

/** What the portal does when something goes wrong on the way. */
export const trouble = (stage: () => Stage): void => {
  describe('When', () => {
    it('Image Builder’s answer is lost, a retry finds the pipeline by the same key', async () => {
      const { page, proxy, requests, close } = await stage().visit();
      await fillIn(page);
      proxy.imageBuilder.faults.add({ drop: 'after' });
      await press(page, 'Create pipeline');
      await page.getByText('The image pipeline may exist.').waitFor();
      await press(page, 'Try again');
      expect(await createdArn(page)).toBe(arn('image-pipeline/web-server'));
      const sent = requests.filter(({ method }) => method === 'POST');
      expect(sent).toHaveLength(2);
      expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
      await close();
    });

    it('the API’s answer is lost, a retry finds the pipeline by the same key', async () => {
      const { page, proxy, close } = await stage().visit();
      await fillIn(page);
      await page.route(
        '**/image-pipelines',
        async (route) => {
          await route.fetch();
          await route.abort('connectionreset');
        },
        { times: 1 },
      );
      await press(page, 'Create pipeline');
      await page.getByText('The image pipeline may exist.').waitFor();
      expect(proxy.imageBuilder.requests).toHaveLength(1);
      await press(page, 'Try again');
      expect(await createdArn(page)).toBe(arn('image-pipeline/web-server'));
      await close();
    });

    it.each([
      ['TooManyRequestsException', 'Too many requests', '5 seconds'],
      ['ServiceUnavailableException', 'Image Builder cannot be reached at present', '30 seconds'],
    ])(
      '%s comes, it says so, how long to wait, and offers to try again',
      async (exception, title, wait) => {
        const { page, proxy, close } = await stage().visit();
        await fillIn(page);
        proxy.imageBuilder.faults.add({ exception, message: 'Later.' });
        await press(page, 'Create pipeline');
        await page.getByRole('heading', { name: title }).waitFor();
        expect(await page.locator('.problem').textContent()).toContain(`Wait ${wait}`);
        await press(page, 'Try again');
        expect(await createdArn(page)).toBe(arn('image-pipeline/web-server'));
        await close();
      },
    );

    it('a key belongs to another request, the next attempt has a new one', async () => {
      const { page, proxy, requests, close } = await stage().visit();
      await fillIn(page);
      const exception = 'IdempotentParameterMismatchException';
      proxy.imageBuilder.faults.add({ exception, message: 'Other parameters.' });
      await press(page, 'Create pipeline');
      await page.locator('.problem').waitFor();
      await press(page, 'Create pipeline');
      await createdArn(page);
      const keys = requests.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
      expect(new Set(keys).size).toBe(2);
      await close();
    });

    it('the policy cannot be had at first, it says so and tries again', async () => {
      let isDown = true;
      const { page, close } = await stage().visit({
        instead: ({ path }) =>
          isDown && path === '/policy'
            ? { status: 503, headers: json, body: '{"message":"Service Unavailable"}' }
            : undefined,
      });
      await page.getByText('Service Unavailable', { exact: true }).waitFor();
      isDown = false;
      await press(page, 'Try again');
      await page.getByLabel('Name (required)').waitFor();
      await close();
    });

    it('a token is refused, the host is asked once for a new one', async () => {
      const { page, requests, close } = await stage().visit({
        host: 'export const accessToken = async ({ isRefused }) => isRefused ? "new" : "old";',
        instead: ({ path, headers }) =>
          path === '/openapi.json' && headers['authorization'] !== 'Bearer new'
            ? { status: 401, headers: json, body: '{"message":"Unauthorized"}' }
            : undefined,
      });
      await page.getByLabel('Name (required)').waitFor();
      expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
        'Bearer old',
        'Bearer new',
        ...['Bearer old', 'Bearer old'],
      ]);
      await close();
    });

    it('nobody is signed in, it says so', async () => {
      const { page, close } = await stage().visit({
        instead: () => ({ status: 401, headers: json, body: '{"message":"Unauthorized"}' }),
      });
      await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
      expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
      await close();
    });

    it('the routes stand under /portal, it works with that base', async () => {
      const { page, requests, close } = await stage().visit({ apiBaseUrl: 'api/portal/' });
      await fillIn(page);
      await press(page, 'Create pipeline');
      expect(await createdArn(page)).toBe(arn('image-pipeline/web-server'));
      expect(requests.map(({ path }) => path)).toEqual([
        '/portal/openapi.json',
        '/portal/policy',
        '/portal/policy?recipe=image',
        '/portal/image-pipelines',
      ]);
      await close();
    });

    it('texts are hostile, they stay texts', async () => {
      const hostile = `<img src=x onerror=alert(1)><script>alert(2)</script>"'>javascript:alert(3)`;
      const [organization] = testPolicy.layers;
      const { page, close } = await stage().visit({
        policy: {
          layers: [
            {
              ...organization,
              defaults: { ...organization?.defaults, description: hostile, tags: { x: hostile } },
            },
          ],
        },
        instead: ({ method, path }) =>
          method === 'POST' && !path.includes('dryRun')
            ? {
                status: 400,
                headers: json,
                body: JSON.stringify({
                  ...{ title: hostile, detail: hostile, code: hostile, hint: hostile },
                  ...{ instance: hostile, retryable: true },
                  errors: [
                    { pointer: '/name', code: hostile, detail: hostile },
                    { pointer: `/${hostile}`, code: hostile, detail: hostile },
                  ],
                }),
              }
            : undefined,
      });
      await fillIn(page, hostile);
      await press(page, 'Create pipeline');
      await page.locator('.problem').waitFor();
      expect(await page.locator('.problem h2').textContent()).toBe(hostile);
      expect(await page.getByLabel('Description', { exact: true }).inputValue()).toBe(hostile);
      await page.getByLabel('Name (required)').fill('web-server');
      await press(page, 'Preview');
      await page.locator('.request').waitFor();
      expect(await page.locator('.request').textContent()).toContain(hostile);
      expect(await page.locator('img, main script, iframe').count()).toBe(0);
      await close();
    });
  });
};
