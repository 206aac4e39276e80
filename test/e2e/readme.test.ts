import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemTable } from '../../src/http/problem-table.ts';
import { fencesOf, linksOf, readText, tableOf } from '../support/markdown.ts';
import { root, startEverything, type Started } from '../support/packaged-proxy.ts';
import { run } from '../support/run.ts';

const readme = readText('README.md');

/** An HTTP answer as the README prints it: the status line, the content type and the body, ids left out. */
const printed = (answer: string): { head: string; body: unknown } => {
  const start = answer.indexOf('{');
  const head = answer
    .slice(0, start)
    .split(/\r?\n/)
    .filter((line) => /^(?:HTTP|content-type)/i.test(line))
    .map((line) => line.replace(/; charset=utf-8$/, ''))
    .join('\n');
  const ids = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
  return { head, body: JSON.parse(answer.slice(start).replace(ids, '…')) as unknown };
};

/** The links of a text of docs/, as they are from the root. */
const fromRoot = (text: string): string =>
  text.replaceAll('](validation.md)', '](docs/validation.md)');

describe('The README', () => {
  let started: Started;
  beforeAll(async () => {
    started = await startEverything({});
  });
  afterAll(async () => {
    await started.stop();
  });

  const onItsPorts = (command: string): string =>
    command
      .replaceAll('http://localhost:3000', started.httpUrl)
      .replaceAll('http://localhost:4570', started.imageBuilderUrl);

  it('shows commands that do what it says, and answers as they are', async () => {
    const fences = fencesOf(readme);
    const commands = fences.flatMap((fence, index) =>
      fence.language === 'sh' && fence.text.includes('curl')
        ? [{ command: fence.text, answer: fences[index + 1] }]
        : [],
    );
    expect(commands).toHaveLength(4);
    for (const { command, answer } of commands) {
      const { code, stdout } = await run('sh', ['-c', onItsPorts(command)], root);
      expect(code).toBe(0);
      if (answer?.language === 'http') expect(printed(stdout)).toEqual(printed(answer.text));
      else expect(stdout).not.toContain('"message":"Unknown');
    }
  });

  it('shows a policy owner commands that work', async () => {
    const [fence] = fencesOf(readme).filter(({ text }) => text.includes('npm run policy'));
    for (const line of fence?.text.split('\n') ?? []) {
      const command = line.replace('npm run policy --', `${process.execPath} tools/policy/main.ts`);
      const { code, stdout } = await run('sh', ['-c', command], root);
      expect([code, stdout === '']).toEqual([0, false]);
    }
    expect(fence?.text.split('\n')).toHaveLength(2);
  });

  it('runs its two commands and its tests by scripts that exist', () => {
    const { scripts } = JSON.parse(readText('package.json')) as { scripts: Record<string, string> };
    for (const [, script = ''] of readme.matchAll(/npm (?:run )?(start|test|package|deploy)\b/g)) {
      expect(scripts).toHaveProperty(script);
    }
    expect(readText('.ci/run')).toContain('npm ci && npm test');
    expect(readme).toContain('npm ci && npm test');
  });

  it('lists every problem, each with its status, and no other', () => {
    const advice = new Map(
      tableOf(readText('docs/when-it-fails.md'), 'problems').map((cells) => [cells[1], cells[4]]),
    );
    expect(tableOf(readme, 'problem-table')).toEqual(
      problemTable.map(({ when, status, code }) => {
        const cell = `\`${code}\``;
        return [when, String(status), cell, fromRoot(advice.get(cell) ?? '')];
      }),
    );
  });

  it.each(['README.md', 'CONTRIBUTING.md', 'DECISIONS.md', 'CHANGELOG.md'])(
    'and %s link to files that exist',
    (file) => {
      for (const path of linksOf(readText(file)))
        expect(existsSync(`${root}${path}`), path).toBe(true);
    },
  );

  it('shows every file of events/', () => {
    for (const name of ['smallest', 'fullest', 'container', 'direct-invocation', 'five-mistakes']) {
      expect(readme).toContain(`events/${name}.json`);
      expect(existsSync(`${root}events/${name}.json`)).toBe(true);
    }
  });
});
