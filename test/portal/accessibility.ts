import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { contrastErrors, excessWidth, nameErrors } from './page-checks.ts';
import type { Stage } from './stage.ts';
import { fillIn, press } from './steps.ts';

/** Brings the page into each of its states in turn. */
const throughStates = async (page: Page, look: (state: string) => Promise<void>): Promise<void> => {
  await page.evaluate(() => {
    for (const section of document.querySelectorAll('details')) section.open = true;
  });
  await press(page, 'Add tag to tags');
  await press(page, 'Add workflow');
  await page.getByRole('button', { name: 'Remove workflow 1' }).click();
  await page.getByLabel('Schedule expression').fill('cron(0 3 ? * SUN *)');
  await look('empty form');
  await page.getByLabel('Name (required)').fill('!');
  await press(page, 'Create pipeline');
  await page.locator('.problem').waitFor();
  await look('mistakes');
  await fillIn(page);
  await page.getByLabel('Timeout minutes').fill('90');
  await press(page, 'Preview');
  await page.locator('.warnings').waitFor();
  await look('preview');
  await press(page, 'Create pipeline');
  await page.locator('.success').waitFor();
  await look('created');
};

/** What everybody can rely on, whatever they see, hear or type with. */
export const accessibility = (stage: () => Stage): void => {
  describe('The page', () => {
    it.each([
      ['light', 'wide', 1100],
      ['dark', '320 px wide', 320],
      ['light', 'at 200 % zoom', 512],
    ] as const)(
      'is readable, %s, %s: contrast, names, nothing beside the screen, in every state',
      async (colorScheme, _, width) => {
        const { page, close } = await stage().visit({ colorScheme, width });
        await throughStates(page, async (state) => {
          expect(await page.evaluate(contrastErrors), state).toEqual([]);
          expect(await page.evaluate(nameErrors), state).toEqual([]);
          expect(await page.evaluate(excessWidth), state).toBe(0);
        });
        await close();
      },
    );

    it('speaks of what happens in one live region, and moves nothing for who does not want it', async () => {
      const { page, close } = await stage().visit();
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await fillIn(page);
      await press(page, 'Create pipeline');
      await page.locator('.success').waitFor();
      expect(await page.getByRole('status').textContent()).toBe('The image pipeline is created.');
      const moving = await page.evaluate(
        () =>
          [...document.querySelectorAll('*')].filter(
            (element) =>
              getComputedStyle(element, '::before').transitionDuration !== '0s' ||
              getComputedStyle(element).transitionDuration !== '0s',
          ).length,
      );
      expect(moving).toBe(0);
      await close();
    });
  });

  describe('The API reference', () => {
    it.each(['light', 'dark'] as const)(
      'is readable, %s, and reaches nowhere else',
      async (colorScheme) => {
        const { page, url, close } = await stage().visit({ colorScheme, width: 320 });
        await page.goto(`${url}/reference`);
        await page.evaluate(() => {
          for (const section of document.querySelectorAll('details')) section.open = true;
        });
        expect(await page.evaluate(contrastErrors)).toEqual([]);
        expect(await page.evaluate(nameErrors)).toEqual([]);
        for (const text of [
          'POST /image-pipelines',
          'workflows[].parameters[].name',
          'throttled',
        ]) {
          expect(await page.getByText(text).first().isVisible()).toBe(true);
        }
        expect(await page.evaluate(excessWidth)).toBe(0);
        await close();
      },
    );
  });
};
