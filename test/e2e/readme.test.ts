import { existsSync, globSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { problemTable } from '../../src/http/problem-table.ts';
import { fencesOf, readText, tableOf, type Fence } from '../support/markdown.ts';
import { root, startEverything, type Started } from '../support/packaged-proxy.ts';
import { run } from '../support/run.ts';

const readme = readText('README.md');
const local = readText('docs/local.md');

/** An HTTP answer as a page prints it: the status line, the content type and the body, ids and the revision of the policy left out. */
const printed = (answer: string): { head: string; body: unknown } => {
  const start = answer.indexOf('{');
  const head = answer
    .slice(0, start)
    .split(/\r?\n/)
    .filter((line) => /^(?:HTTP|content-type)/i.test(line))
    .map((line) => line.replace(/; charset=utf-8$/, ''))
    .join('\n');
  const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<="policyRevision": ?")[0-9a-f]{12}/g;
  return { head, body: JSON.parse(answer.slice(start).replace(ids, '…')) as unknown };
};

/** Commands that are not run here, and the test that runs them or the reason why none does. */
const runElsewhere: Readonly<Record<string, string>> = {
  'npm run package': 'test/e2e/package.test.ts',
  'npm ci && npm test': 'this very run',
  'aws imagebuilder list-image-pipelines':
    'test/e2e/start.test.ts, by the SDK: not every machine has the AWS CLI',
};

/** A newcomer who runs the shell blocks of a page one after the other, in the order in which they stand. */
const newcomer = () => {
  let started: Started | undefined;
  const onItsPorts = (command: string): string => {
    if (!command.includes('localhost') && !command.includes('npm run invoke')) return command;
    if (started === undefined) throw new Error(`Nothing runs yet: ${command}`);
    return command
      .replaceAll('http://localhost:3000', started.httpUrl)
      .replaceAll('http://localhost:4570', started.imageBuilderUrl);
  };
  const shell = async (command: string): Promise<string> => {
    const script = onItsPorts(command).replace(/npm run (invoke|policy) --/g, (_, name: string) =>
      name === 'invoke' ? 'node tools/invoke.ts' : 'node tools/policy/main.ts',
    );
    const env: Readonly<Record<string, string>> =
      started === undefined ? {} : { LAMBDA_PORT: new URL(started.lambdaUrl).port };
    const { code, stdout, stderr } = await run('sh', ['-euc', script], root, env);
    expect(code, `${command}\n${stderr}`).toBe(0);
    expect(stdout, command).not.toBe('');
    return stdout;
  };
  return {
    /** Runs `npm start` and the command that it prints; what `npm ci` installs is there. */
    start: async (): Promise<void> => {
      started = await startEverything({});
      const [suggested = ''] = /curl -i .*/.exec(started.output()) ?? [];
      expect(await shell(suggested)).toMatch(/^HTTP\/1\.1 201 /);
    },
    /** Runs a block, and compares its answer with the one that is printed below it. */
    paste: async ({ text }: Fence, below: Fence | undefined): Promise<void> => {
      if (Object.keys(runElsewhere).some((command) => text.includes(command))) return;
      for (const command of text.includes('curl') ? [text] : text.split('\n')) {
        const stdout = await shell(command);
        if (below?.language === 'http') expect(printed(stdout)).toEqual(printed(below.text));
      }
    },
    stop: () => started?.stop(),
  };
};

const pasteAll = async (
  { paste, start }: Pick<ReturnType<typeof newcomer>, 'paste' | 'start'>,
  fences: readonly Fence[],
): Promise<number> => {
  let pasted = 0;
  for (const [index, fence] of fences.entries()) {
    if (fence.language !== 'sh') continue;
    if (fence.text === 'npm ci\nnpm start') await start();
    else await paste(fence, fences[index + 1]);
    pasted += 1;
  }
  return pasted;
};

describe('A newcomer', () => {
  const reader = newcomer();
  afterAll(() => reader.stop());

  it('can paste every block of the README in order, and gets the answers that it shows', async () => {
    expect(await pasteAll(reader, fencesOf(readme))).toBe(6);
  }, 120_000);

  it('can go on with those of docs/local.md', async () => {
    expect(await pasteAll(reader, fencesOf(local))).toBe(7);
  });
});

describe('The README', () => {
  it('says what it is, then two commands, then a request, its answer and a problem', () => {
    const [commands, request, created, mistake, problem] = fencesOf(readme);
    expect(commands?.text).toBe('npm ci\nnpm start');
    for (const fence of [request, mistake]) expect(fence?.text).toMatch(/^curl -i /);
    expect(created?.text).toMatch(/^HTTP\/1\.1 201 /);
    expect(problem?.text).toMatch(/^HTTP\/1\.1 400 /);
    expect(readme.split('\n').length).toBeLessThan(240);
  });

  it('lists each of its sections', () => {
    const sections = [...readme.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    const listed = [...readme.matchAll(/^- \[([^\]]+)\]\(#/gm)].map(([, heading]) => heading);
    expect(listed).toEqual(sections);
  });

  it('runs the tests as CI does, by scripts that exist', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    for (const [, script = ''] of readme.matchAll(/npm (?:run )?(start|test|package|deploy)\b/g)) {
      expect(scripts).toHaveProperty(script);
    }
    expect(readText('.ci/run')).toContain('npm ci && npm test');
    expect(readme).toContain('npm ci && npm test');
  });

  it('lists every problem, each with its status and what to do, and no other', () => {
    const rows = tableOf(readme, 'problems');
    expect(rows.map((cells) => cells.slice(0, 3))).toEqual(
      problemTable.map(({ when, status, code }) => [when, String(status), `\`${code}\``]),
    );
    for (const [, , code, advice] of rows) expect(advice, code).not.toBe('');
  });

  it('leads to every page of the documentation', () => {
    for (const page of globSync('docs/*.md', { cwd: root })) expect(readme).toContain(`](${page})`);
  });
});

describe('docs/local.md', () => {
  it('shows every request of events/', () => {
    const events = globSync('events/*.json', { cwd: root });
    expect(events.length).toBeGreaterThan(4);
    for (const file of events) expect(local).toContain(`](../${file})`);
  });

  it('names no test that does not exist for what is not run from the pages', () => {
    for (const where of Object.values(runElsewhere)) {
      const [file] = /test\/[\w/.-]+\.ts/.exec(where) ?? [];
      if (file !== undefined) expect(existsSync(`${root}${file}`), file).toBe(true);
    }
  });
});
