import { describe, expect, it } from 'vitest';
import { arn, testPolicy } from '../support/policy.ts';
import type { Stage } from './stage.ts';
import { createdArn, fillIn, press } from './steps.ts';

const [organization] = testPolicy.layers;

/** The policy of an organization with something of everything. */
const policy = {
  layers: [
    organization,
    {
      name: 'payments',
      defaults: { status: 'DISABLED', tags: { Team: 'payments' } },
      enforced: { enhancedImageMetadataEnabled: true, tags: { CreatedBy: '${caller}' } },
      allowed: {
        'schedule.timezone': ['Etc/UTC', 'Europe/Berlin'],
        distributionConfigurationArn: ['arn:aws:imagebuilder:*:distribution-configuration/pay-*'],
      },
      tagPolicies: [
        {
          tags: {
            costcenter: {
              tag_key: { '@@assign': 'CostCenter' },
              tag_value: { '@@assign': ['100', '200'] },
              report_required_tag_for: { '@@assign': ['imagebuilder:image-pipeline'] },
            },
            stage: {
              tag_key: { '@@assign': 'Stage' },
              tag_value: { '@@assign': ['test', 'live'] },
            },
          },
        },
      ],
    },
    {
      name: 'containers',
      applies: { recipe: ['container'] },
      enforced: { imageScanningConfiguration: { ecrConfiguration: { repositoryName: 'scans' } } },
    },
  ],
};

/** A policy with demands of every kind. */
const demanding = {
  layers: [
    { name: 'freeze', applies: { until: '2999-01-07' }, forbidden: { status: ['ENABLED'] } },
    {
      name: 'rules',
      contact: '#golden-images',
      required: {
        description: ['*CHG-*', '*JIRA-*'],
        'workflows[].workflowArn': ['arn:aws:imagebuilder:*:123456789012:workflow/test/cis/*'],
        'tags.Owner': ['*'],
      },
      forbidden: { 'tags.Password': ['*'] },
    },
    {
      name: 'paperwork',
      contact: '#change',
      compliance: 'warning',
      errorFrom: '2999-01-15',
      required: { distributionConfigurationArn: ['*'], 'tags.Change': ['CHG-*'] },
      enforced: { enhancedImageMetadataEnabled: true },
    },
  ],
};

/** What the form makes of the policy. */
export const policyInForm = (stage: () => Stage): void => {
  describe('The form', () => {
    it('shows defaults with their layer, and sends one only when it is changed', async () => {
      const { page, requests, close } = await stage().visit({ policy });
      const status = page.locator('.field', { has: page.getByLabel('Status', { exact: true }) });
      expect(await status.locator('select').inputValue()).toBe('DISABLED');
      expect(await status.locator('.source').textContent()).toBe('Default from payments.');
      await status.locator('select').selectOption('ENABLED');
      expect(await status.locator('.source').textContent()).toContain(
        'Changed. The default of payments',
      );
      const team = page.getByLabel('Team');
      expect(await team.inputValue()).toBe('payments');
      await team.fill('');
      expect(await page.locator('.field', { has: team }).locator('.source').textContent()).toBe(
        'Left empty, so the default of payments holds: payments',
      );
      await fillIn(page);
      await page.getByLabel('CostCenter').selectOption('100');
      await press(page, 'Preview');
      await page.locator('.request').waitFor();
      expect(JSON.parse(requests.at(-1)?.body ?? '')).toMatchObject({
        status: 'ENABLED',
        tags: { CostCenter: '100' },
      });
      expect(requests.at(-1)?.body).not.toContain('payments');
      await close();
    });

    it('shows enforced members with their layer, and lets nobody change them', async () => {
      const { page, requests, close } = await stage().visit({ policy });
      for (const [label, value, layer] of [
        ['Image scanning enabled', 'Yes', 'organization'],
        ['Enhanced image metadata enabled', 'Yes', 'payments'],
        ['CreatedBy', 'arn:aws:sts::123456789012:assumed-role/developers/example', 'payments'],
      ] as const) {
        const control = page.getByLabel(label);
        expect(await control.inputValue()).toBe(value);
        expect(await control.isEditable()).toBe(false);
        const field = page.locator('.field', { has: control });
        expect(await field.locator('.source').textContent()).toBe(`Enforced by ${layer}.`);
      }
      await fillIn(page);
      await page.getByLabel('CostCenter').selectOption('100');
      await press(page, 'Create pipeline');
      await createdArn(page);
      expect(JSON.parse(requests.at(-1)?.body ?? '')).not.toHaveProperty(
        'imageScanningConfiguration',
      );
      await close();
    });

    it('offers allowed values as choices where there are few, and as a hint where they are patterns', async () => {
      const { page, close } = await stage().visit({ policy });
      const options = await page.getByLabel('Timezone').locator('option').allTextContents();
      expect(options).toEqual(['Etc/UTC', 'Europe/Berlin']);
      expect(await page.getByText('distribution-configuration/pay-*').textContent()).toContain(
        '* stands for any characters',
      );
      await close();
    });

    it('presets required tags and offers the values that the tag policy allows', async () => {
      const { page, proxy, close } = await stage().visit({ policy });
      await fillIn(page);
      const costCenter = page.getByLabel('CostCenter (required)');
      expect(await costCenter.locator('option').allTextContents()).toEqual([
        'Not set',
        '100',
        '200',
      ]);
      await press(page, 'Create pipeline');
      await page.locator('.problem').waitFor();
      expect(await costCenter.getAttribute('aria-invalid')).toBe('true');
      expect(await costCenter.evaluate((one) => one === document.activeElement)).toBe(true);
      await costCenter.selectOption('200');
      await press(page, 'Add tag to tags');
      await page.getByLabel('Key of tag 1').fill('Stage');
      await page.getByLabel('Value of tag 1').selectOption('live');
      await press(page, 'Create pipeline');
      await createdArn(page);
      expect(proxy.imageBuilder.requests.at(-1)?.body).toMatchObject({
        tags: { CostCenter: '200', Stage: 'live', Team: 'payments' },
      });
      await close();
    });

    it('marks what is required, and says what is required and forbidden, by which layer, and whom to ask', async () => {
      const { page, close } = await stage().visit({ policy: demanding });
      const fieldOf = (label: string) => page.locator('.field', { has: page.getByLabel(label) });
      expect(await fieldOf('Description (required)').locator('.note').allTextContents()).toContain(
        'Required by rules: one of *CHG-*, *JIRA-* (* stands for any characters). Ask #golden-images',
      );
      expect(await fieldOf('Owner (required)').locator('.note').allTextContents()).toEqual([
        'Required by rules. Ask #golden-images',
      ]);
      const status = page.getByLabel('Status', { exact: true });
      expect(await status.getAttribute('aria-required')).toBeNull();
      await page.getByText('Forbidden by freeze: ENABLED.', { exact: true }).waitFor();
      await page
        .getByText('Password: Forbidden by rules. Ask #golden-images', { exact: true })
        .waitFor();
      await page
        .getByText(
          'Required by rules: arn:aws:imagebuilder:*:123456789012:workflow/test/cis/* (* stands for any characters). Ask #golden-images',
          { exact: true },
        )
        .waitFor();
      await close();
    });

    it('says of what only warns that it does, and from which day it is an error', async () => {
      const { page, proxy, close } = await stage().visit({ policy: demanding });
      for (const note of [
        'Required by paperwork (only a warning before 2999-01-15). Ask #change',
        'Required by paperwork (only a warning before 2999-01-15): CHG-* (* stands for any characters). Ask #change',
        'Enforced by paperwork (only a warning before 2999-01-15): true. Ask #change',
      ]) {
        await page.getByText(note, { exact: true }).waitFor();
      }
      expect(await page.getByLabel('Change', { exact: true }).getAttribute('aria-required')).toBe(
        null,
      );
      expect(await page.locator('#layers').textContent()).toBe(
        'These layers of the policy apply to you: freeze (until 2999-01-07) › rules › paperwork.',
      );
      expect(proxy.imageBuilder.requests).toEqual([]);
      await close();
    });

    it('names a tag key that is there twice instead of dropping one', async () => {
      const { page, requests, close } = await stage().visit();
      await fillIn(page);
      const before = requests.length;
      for (const number of [1, 2]) {
        await press(page, 'Add tag to tags');
        await page.getByLabel(`Key of tag ${number}`).fill('Team');
        await page.getByLabel(`Value of tag ${number}`).fill(String(number));
      }
      await press(page, 'Create pipeline');
      await page.locator('.problem').getByText('is there twice').waitFor();
      expect(await page.getByLabel('Key of tag 2').getAttribute('aria-invalid')).toBe('true');
      expect(requests.length).toBe(before);
      await close();
    });

    it('asks for the policy of the kind of recipe, and keeps what was typed', async () => {
      const { page, proxy, requests, close } = await stage().visit({ policy });
      expect(requests.map(({ path }) => path)).toEqual([
        '/openapi.json',
        '/policy',
        '/policy?recipe=image',
      ]);
      await page.getByLabel('Name (required)').fill('web-server');
      await page.getByLabel('CostCenter').selectOption('100');
      await page.getByLabel('A container image').check();
      await page.getByLabel('Container recipe ARN').fill(arn('container-recipe/web/1.0.0'));
      expect(requests.at(-1)?.path).toBe('/policy?recipe=container');
      expect(await page.getByLabel('Image recipe ARN').count()).toBe(0);
      expect(await page.getByLabel('Name (required)').inputValue()).toBe('web-server');
      expect(await page.getByLabel('Repository name').isEditable()).toBe(false);
      await press(page, 'Create pipeline');
      await createdArn(page);
      expect(proxy.imageBuilder.requests.at(-1)?.body).toMatchObject({
        containerRecipeArn: arn('container-recipe/web/1.0.0'),
        tags: { CostCenter: '100' },
      });
      await close();
    });

    it('takes the kind of recipe that the policy gives, and its recipe', async () => {
      const containers = {
        layers: [
          {
            ...organization,
            defaults: {
              ...organization?.defaults,
              containerRecipeArn: arn('container-recipe/base/1.0.0'),
            },
          },
        ],
      };
      const { page, requests, close } = await stage().visit({ policy: containers });
      expect(await page.getByLabel('A container image').isChecked()).toBe(true);
      await page.getByLabel('Name (required)').fill('from-default');
      await press(page, 'Create pipeline');
      expect(await createdArn(page)).toBe(arn('image-pipeline/from-default'));
      expect(JSON.parse(requests.at(-1)?.body ?? '')).toEqual({ name: 'from-default' });
      await close();
    });

    it('shows the next three runs, or that they cannot be computed', async () => {
      const { page, close } = await stage().visit({ now: '2026-10-23T10:00:00Z' });
      const runs = page.locator('.next-runs');
      await page.getByLabel('Schedule expression').fill('cron(30 2 * * ? *)');
      await page.getByLabel('Timezone').fill('Europe/Berlin');
      expect(await runs.locator('li').allTextContents()).toEqual([
        expect.stringMatching(/^Sat.* 24 Oct 2026, 02:30 CEST$/),
        expect.stringMatching(/^Sun.* 25 Oct 2026, 02:30: the clocks show this time twice/),
        expect.stringMatching(/^Mon.* 26 Oct 2026, 02:30 CET$/),
      ]);
      await page.getByLabel('Schedule expression').fill('cron(0 3 13 * FRI *)');
      expect(await runs.textContent()).toContain('cannot be computed');
      await page.getByLabel('Schedule expression').fill('rate(7 days)');
      expect(await runs.textContent()).toContain('If it is created now');
      await page.getByLabel('Timezone').fill('');
      expect(await runs.textContent()).toContain('Etc/UTC');
      await page.getByLabel('Schedule expression').fill('');
      expect(await runs.textContent()).toBe('');
      await close();
    });
  });
};
