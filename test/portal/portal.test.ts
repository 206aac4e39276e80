import { afterAll, beforeAll, describe } from 'vitest';
import { accessibility } from './accessibility.ts';
import { creating } from './creating.ts';
import { policyInForm } from './policy-in-form.ts';
import { openStage, type Stage } from './stage.ts';
import { trouble } from './trouble.ts';

// One file, so that one browser is unpacked and started for all of it.
describe('The portal in a browser', () => {
  let opened: Stage | undefined;
  const stage = (): Stage => {
    if (opened === undefined) throw new Error('The browser did not start.');
    return opened;
  };
  beforeAll(async () => {
    opened = await openStage();
  });
  afterAll(async () => {
    await opened?.close();
  });

  creating(stage);
  policyInForm(stage);
  trouble(stage);
  accessibility(stage);
});
