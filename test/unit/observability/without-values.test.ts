import { describe, expect, it } from 'vitest';
import { withoutValues } from '../../../src/observability/without-values.ts';

const sent = {
  name: 'Web_App 7',
  description: 'hunter2-S3cr3t',
  imageRecipeArn: 'arn:aws:imagebuilder:eu-west-1:123456789012:image-recipe/x/1.0.0',
  status: 'no',
  tags: { Stage: 'dev', 'a/b': 'a "quoted" [x]* \\ value' },
  imageTestsConfiguration: { timeoutMinutes: 48151623, imageTestsEnabled: true },
};

describe('A text without the values of a request', () => {
  it.each([
    ['The value hunter2-S3cr3t is bad.', 'The value {/description} is bad.'],
    ['xHUNTER2_S3CR3Tx', 'x{/description}x'],
    [
      'Image pipeline arn:aws:imagebuilder:eu-west-1:1:image-pipeline/web-app-7 exists.',
      'Image pipeline arn:aws:imagebuilder:eu-west-1:1:image-pipeline/{/name} exists.',
    ],
    [
      `${sent.imageRecipeArn} is gone, ${sent.imageRecipeArn}`,
      '{/imageRecipeArn} is gone, {/imageRecipeArn}',
    ],
    ['Stage is dev, not developer.', 'Stage is {/tags/Stage}, not developer.'],
    ['timeout 48151623', 'timeout {/imageTestsConfiguration/timeoutMinutes}'],
    [`It was ${sent.tags['a/b']}.`, 'It was {/tags/a~1b}.'],
    [`It was ${JSON.stringify(sent.tags['a/b'])}.`, 'It was "{/tags/a~1b}".'],
    ['There is no true reason.', 'There is no true reason.'],
    ['description', 'description'],
  ])('%s', (text, shown) => {
    expect(withoutValues(text, sent)).toBe(shown);
  });

  it('is left as it is where nothing was read', () => {
    expect(withoutValues('hunter2', undefined)).toBe('hunter2');
    expect(withoutValues('hunter2', 'hunter2')).toBe('hunter2');
  });

  it('never holds what stands in the place of another value', () => {
    expect(withoutValues('one', { description: 'one', name: 'description' })).toBe(
      '{/description}',
    );
  });
});
