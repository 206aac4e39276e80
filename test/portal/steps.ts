import type { Page } from 'playwright-core';
import { arn } from '../support/policy.ts';

/** The recipe of the tests' pipelines. */
export const recipe = arn('image-recipe/web-server/1.0.0');

/** Fills in the least that a pipeline needs. */
export const fillIn = async (page: Page, name = 'web-server'): Promise<void> => {
  await page.getByLabel('Name (required)').first().fill(name);
  await page.getByLabel('Image recipe ARN').fill(recipe);
};

/** Presses the button of a name. */
export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click();

/** The ARN that the page shows in the end; a problem in its place fails the test with what it says. */
export const createdArn = async (page: Page): Promise<string | null> => {
  const panel = page.locator('.success, .problem');
  await panel.waitFor();
  if (await page.locator('.problem').isVisible()) throw new Error(await panel.innerText());
  return page.locator('.success .arn').textContent();
};
