import { describe, expect, it } from 'vitest';
import { valueAt } from '../../src/json/pointer.ts';
import { arn } from '../support/policy.ts';
import type { Stage } from './stage.ts';
import { createdArn, fillIn, press, recipe } from './steps.ts';

/** What somebody does with the portal, from an empty form to an ARN. */
export const creating = (stage: () => Stage): void => {
  describe('Somebody', () => {
    it('creates a pipeline of a name and a recipe, and copies its ARN', async () => {
      const { page, proxy, requests, close } = await stage().visit();
      await fillIn(page);
      await press(page, 'Create pipeline');
      expect(await createdArn(page)).toBe(arn('image-pipeline/web-server'));
      expect(proxy.imageBuilder.requests).toHaveLength(1);
      // What the policy says anyway is not sent: it stays the policy's own word.
      expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({
        name: 'web-server',
        imageRecipeArn: recipe,
      });
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        'Image pipeline created',
      );
      await press(page, 'Copy ARN');
      await page.getByText('The ARN is copied.').waitFor();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
        arn('image-pipeline/web-server'),
      );
      await press(page, 'Create another');
      await page.locator('.success').waitFor({ state: 'detached' });
      expect(await page.getByLabel('Name (required)').inputValue()).toBe('');
      await close();
    });

    it('fills in every kind of member: texts, numbers, choices, lists and tags', async () => {
      const { page, proxy, close } = await stage().visit();
      await fillIn(page);
      await page.getByLabel('Description', { exact: true }).fill('Nightly, of the web server');
      await page.getByLabel('Schedule expression').fill('cron(0 3 ? * MON-FRI *)');
      await page.getByLabel('Timezone').fill('Europe/Berlin');
      await page.getByLabel('Failure count').fill('3');
      await page.getByLabel('Status', { exact: true }).selectOption('DISABLED');
      await press(page, 'Add tag to tags');
      await page.getByLabel('Key of tag 1').fill('constructor');
      await page.getByLabel('Value of tag 1').fill('one/two~three');
      await page.getByLabel('Image tests enabled').selectOption('No');
      await press(page, 'Add container tag');
      await page.getByLabel('Container tag 1', { exact: true }).fill('latest');
      await press(page, 'Add container tag');
      await page.getByLabel('Container tag 2', { exact: true }).fill('gone');
      await press(page, 'Remove container tag 2');
      await page.getByRole('heading', { name: 'Workflows' }).click();
      await press(page, 'Add workflow');
      const workflow = 'arn:aws:imagebuilder:eu-west-1:aws:workflow/build/build-image/x.x.x';
      await page.getByLabel('Workflow ARN').fill(workflow);
      await press(page, 'Add parameter');
      await page.getByLabel('Name (required)').nth(1).fill('wait');
      await press(page, 'Add value');
      await page.getByLabel('Value 1', { exact: true }).fill('true');
      const role = 'arn:aws:iam::123456789012:role/imagebuilder/build';
      await page.getByLabel('Execution role').fill(role);
      await press(page, 'Create pipeline');
      await createdArn(page);
      expect(proxy.imageBuilder.requests.at(-1)?.body).toMatchObject({
        description: 'Nightly, of the web server',
        schedule: {
          scheduleExpression: 'cron(0 3 ? * MON-FRI *)',
          timezone: 'Europe/Berlin',
          autoDisablePolicy: { failureCount: 3 },
        },
        status: 'DISABLED',
        imageTestsConfiguration: { imageTestsEnabled: false },
        imageScanningConfiguration: { ecrConfiguration: { containerTags: ['latest'] } },
        workflows: [{ workflowArn: workflow, parameters: [{ name: 'wait', value: ['true'] }] }],
        executionRole: role,
      });
      const { tags } = proxy.imageBuilder.requests.at(-1)?.body as { tags: object };
      expect(Object.entries(tags)).toContainEqual(['constructor', 'one/two~three']);
      await close();
    });

    it('sees every mistake beside its field, and stands in the first of them', async () => {
      const { page, proxy, close } = await stage().visit();
      await page.getByLabel('Name (required)').fill('web server!');
      await page.getByLabel('Schedule expression').fill('0 3 * * SUN');
      await page.getByRole('heading', { name: 'Logs' }).click();
      await page.getByLabel('Image log group name').fill('not allowed!');
      await page.getByRole('heading', { name: 'Logs' }).click();
      await press(page, 'Create pipeline');
      await page.locator('.problem').waitFor();
      const marked = await page.locator('[aria-invalid]').evaluateAll((controls) =>
        controls.map((control) => {
          const error = document.getElementById(`${control.id}-error`)?.textContent ?? '';
          return `${(control as HTMLInputElement).labels?.[0]?.textContent ?? ''}: ${error.slice(0, 40)}`;
        }),
      );
      expect(marked).toEqual([
        expect.stringMatching(/^Name \(required\): Error: "name" must be/),
        expect.stringMatching(/^Image recipe ARN \(required\): Error: Exactly one/),
        expect.stringMatching(/^Schedule expression: Error: "0 3/),
        expect.stringMatching(/^Image log group name: Error: "logging/),
      ]);
      expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-invalid'))).toBe(
        'true',
      );
      await expect
        .poll(() =>
          page.getByLabel('Name (required)').evaluate((one) => one === document.activeElement),
        )
        .toBe(true);
      expect(await page.locator('#status').textContent()).toContain('4 mistakes');
      expect(proxy.imageBuilder.requests).toHaveLength(0);
      // The summary leads to a field in a section that is closed.
      await page.locator('.problem a').filter({ hasText: 'imageLogGroupName' }).click();
      expect(await page.getByLabel('Image log group name').isVisible()).toBe(true);
      await fillIn(page);
      expect(await page.locator('[aria-invalid]').count()).toBe(2);
      await close();
    });

    it('is told in the summary of a mistake that has no field', async () => {
      const { page, proxy, close } = await stage().visit();
      await fillIn(page);
      const exception = 'ResourceAlreadyExistsException';
      proxy.imageBuilder.faults.add({ exception, message: 'It exists.' });
      await press(page, 'Create pipeline');
      await page.getByText('Choose another name.').waitFor();
      expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        'An image pipeline of this name exists',
      );
      await close();
    });

    it('previews what would be created, with the source of each value and the warnings', async () => {
      const { page, proxy, close } = await stage().visit();
      await fillIn(page);
      await page.getByLabel('Timeout minutes').fill('90');
      await press(page, 'Preview');
      const rows = page.locator('.request > div');
      await rows.first().waitFor();
      const texts = await rows.evaluateAll((all) =>
        all.map((row) => [...row.children].map((cell) => cell.textContent).join(' | ')),
      );
      expect(texts).toContain('name | web-server | from you');
      expect(texts).toContain('schedule/timezone | Etc/UTC | from organization');
      expect(await page.getByText('Worth knowing').isVisible()).toBe(true);
      expect(
        await page.getByText('the value is ignored', { exact: false }).last().isVisible(),
      ).toBe(true);
      // Image Builder itself was asked, and has created nothing.
      expect(proxy.imageBuilder.requests.map(({ body }) => valueAt(body, '/dryRun'))).toEqual([
        true,
      ]);
      await close();
    });

    it('creates one pipeline with a double click, and with a second click later', async () => {
      const { page, proxy, requests, close } = await stage().visit();
      await fillIn(page);
      // Two clicks with nothing between them, as fast as any hand.
      await page.getByRole('button', { name: 'Create pipeline' }).evaluate((button) => {
        const clicked = button as HTMLButtonElement;
        clicked.click();
        clicked.click();
      });
      const first = await createdArn(page);
      expect(requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
      await press(page, 'Create pipeline');
      await page.locator('.success').waitFor();
      expect(await createdArn(page)).toBe(first);
      const keys = requests.flatMap(({ headers }) => headers['idempotency-key'] ?? []);
      expect(new Set(keys).size).toBe(1);
      expect(
        new Set(proxy.imageBuilder.requests.map(({ body }) => JSON.stringify(body))).size,
      ).toBe(1);
      // Other content has another key.
      await page.getByLabel('Name (required)').fill('web-server-2');
      await press(page, 'Create pipeline');
      await page.getByText(arn('image-pipeline/web-server-2')).first().waitFor();
      expect(requests.at(-1)?.headers['idempotency-key']).not.toBe(keys[0]);
      await close();
    });

    it('goes from the first field to the ARN by keyboard alone', async () => {
      const { page, close } = await stage().visit();
      const tabTo = async (label: string): Promise<void> => {
        for (let pressed = 0; pressed < 80; pressed += 1) {
          const name = await page.evaluate(() => {
            const { activeElement } = document;
            const labels = (activeElement as HTMLInputElement | null)?.labels;
            return labels?.[0]?.textContent ?? activeElement?.textContent ?? '';
          });
          if (name.trim().startsWith(label)) return;
          await page.keyboard.press('Tab');
        }
        throw new Error(`The keyboard does not reach "${label}".`);
      };
      await tabTo('A machine image');
      await tabTo('Name');
      const outline = await page.evaluate(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(
          document.activeElement ?? document.body,
        );
        return [outlineStyle, outlineWidth];
      });
      expect(outline).toEqual(['solid', '3px']);
      await page.keyboard.type('web-server');
      await tabTo('Image recipe ARN');
      await page.keyboard.type(recipe);
      await tabTo('Workflows');
      await page.keyboard.press('Enter');
      await tabTo('Add workflow');
      await page.keyboard.press('Enter');
      expect(
        await page.evaluate(
          () => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent,
        ),
      ).toContain('Workflow ARN');
      await tabTo('Remove');
      await page.keyboard.press('Enter');
      await tabTo('Create pipeline');
      await page.keyboard.press('Enter');
      expect(await createdArn(page)).toBe(arn('image-pipeline/web-server'));
      await tabTo('Copy ARN');
      await page.keyboard.press('Enter');
      await page.getByText('The ARN is copied.').waitFor();
      await close();
    });
  });
};
