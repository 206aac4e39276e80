import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readText } from '../support/markdown.ts';
import { markedBlocksOf, type MarkedBlock } from '../support/marked-blocks.ts';
import { root } from '../support/packaged-proxy.ts';
import { run, type Ran } from '../support/run.ts';

const markdown = readText('docs/policy-lifecycle.md');
const blocks = markedBlocksOf(markdown);

// Several processes one after the other, on a machine that may be busy.
const processes = 120_000;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'policy-lifecycle-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Runs a script among the page's files, in which the policy's command is the one of this repository. */
const shell = (script: string): Promise<Ran> => {
  const command = `'${process.execPath}' '${root}tools/policy/main.ts'`;
  return run('sh', ['-euc', script.replaceAll('npm run --silent policy --', command)], folder);
};

/** Does with a block what its mark says. */
const follow = async ({ mark, rest, text, line }: MarkedBlock): Promise<void> => {
  if (mark === 'file') await writeFile(join(folder, rest), text);
  if (mark === 'shell') expect(await shell(text), `line ${line}`).toMatchObject({ code: 0 });
  if (mark === 'output') {
    const { stdout } = await shell(`npm run --silent policy -- ${rest}`);
    expect(stdout, `line ${line}`).toBe(text);
  }
};

const gate = (old: string, now: string): Promise<Ran> => {
  const text = blocks.find(({ rest }) => rest === 'policy-gate.sh')?.text ?? '';
  return shell(`set -- ${old} ${now} policy.tests.json pipelines.json\n${text}`);
};

describe('docs/policy-lifecycle.md', () => {
  it('marks every block, with a mark that is known', () => {
    expect(blocks.length).toBe([...markdown.matchAll(/^```\w*$/gm)].length / 2);
    // What needs AWS, GitHub or its users is not run here.
    const known = ['aws', 'file', 'output', 'owners', 'shell', 'workflow'];
    expect([...new Set(blocks.map(({ mark }) => mark))].sort()).toEqual(known);
  });

  it(
    'is true from top to bottom, command by command',
    async () => {
      for (const block of blocks) await follow(block);
      expect(JSON.parse(await readFile(join(folder, 'joined.json'), 'utf8'))).toMatchObject({
        grants: [{ name: 'payments' }],
        layers: [{ name: 'organization' }, { name: 'payments' }],
      });
    },
    processes,
  );

  it(
    'has a gate that lets a policy through that creates no more, and stops one that does',
    async () => {
      const tighter = await gate('new.json', 'policy.json');
      expect([tighter.code, tighter.stderr]).toEqual([0, '']);
      expect((await gate('policy.json', 'new.json')).code).toBe(1);
    },
    processes,
  );

  it('runs that gate in its workflow', () => {
    const workflow = blocks.find(({ mark }) => mark === 'workflow')?.text ?? '';
    expect(workflow).toContain('sh policy-gate.sh old.json policy/organization-policy.json ');
  });
});
