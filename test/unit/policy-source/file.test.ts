import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fileSource } from '../../../src/policy-source/file.ts';

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'policy-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

describe('a policy in a file', () => {
  it('is found from the root of the package, or anywhere by an absolute path', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'policy.json'), '{"layers": [{"name": "a"}]}');
    const expected = { policy: { layers: [{ name: 'a' }] }, revision: '19b3b6cd09eb' };
    expect(await fileSource('policy.json', folder)()).toStrictEqual(expected);
    expect(await fileSource(join(folder, 'policy.json'), '/nowhere')()).toStrictEqual(expected);
  });

  it('is read once: what is packaged does not change', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'policy.json');
    await writeFile(file, '{"layers": []}');
    const source = fileSource(file, folder);
    const first = await source();
    await writeFile(file, '{');
    expect(await source()).toBe(first);
  });

  it('that is missing refuses the request, and one put right serves the next', async () => {
    const folder = await temporaryFolder();
    const source = fileSource('policy.json', folder);
    const refusal = {
      name: 'PolicyUnavailable',
      message: 'The policy policy.json cannot be read.',
    };
    await expect(source()).rejects.toMatchObject(refusal);
    await writeFile(join(folder, 'policy.json'), '{"layers": []}');
    expect(await source()).toMatchObject({ policy: { layers: [] } });
  });

  it.each([
    { what: 'invalid', text: '{"layers": [{}]}', pointer: '/layers/0/name' },
    { what: 'larger than 1 MiB', text: `{"layers": []}${' '.repeat(1024 * 1024)}`, pointer: '' },
  ])('that is $what refuses the request, with its issues', async ({ text, pointer }) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'policy.json'), text);
    await expect(fileSource('policy.json', folder)()).rejects.toMatchObject({
      name: 'PolicyUnavailable',
      message: 'The policy policy.json is invalid.',
      issues: [{ pointer }],
    });
  });
});
