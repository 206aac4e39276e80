import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/json/json-value.ts';
import { decide } from '../../src/core/decide.ts';
import { compilePolicy, type CompiledPolicy } from '../../src/policy/compile.ts';
import type { Caller } from '../../src/policy/document.ts';
import { accountOf } from '../../tools/policy/check/caller-forms.ts';
import { checkPolicy } from '../../tools/policy/check/check-policy.ts';
import { checkCodes } from '../../tools/policy/check/diagnostic.ts';
import { readText, tableOf } from '../support/markdown.ts';
import { markedBlocksOf, type MarkedBlock } from '../support/marked-blocks.ts';
import { root } from '../support/packaged-proxy.ts';
import { policyOf } from '../support/policy.ts';

const markdown = readText('docs/policy.md');

const marked = markedBlocksOf(markdown);

/** The caller that a mark names: its id and, behind the word `groups`, its groups. */
const callerOf = (rest: string): Caller => {
  const [id = '', , ...groups] = rest.split(' ');
  const account = accountOf(id);
  return { ...(id !== '' && { id }), ...(account !== undefined && { account }), groups };
};
const factsOf = (rest: string) => ({
  caller: callerOf(rest),
  requestTime: '2026-08-01T12:00:00.000Z',
});

/** The last block with a mark before another one. */
const before = (block: MarkedBlock, mark: string): MarkedBlock => {
  const found = marked.slice(0, marked.indexOf(block)).findLast((other) => other.mark === mark);
  if (found === undefined) throw new Error(`No ${mark} before line ${block.line}`);
  return found;
};
const policyBefore = (block: MarkedBlock): CompiledPolicy =>
  compilePolicy(policyOf(JSON.parse(before(block, 'policy').text)));
/** The page's requests are parts of requests: what they lack is not what they show. */
const lacking = new Set(['required', 'exactly-one-recipe']);
const decidedBefore = (block: MarkedBlock) => {
  const { rest, text } = before(block, 'request');
  const sent = JSON.parse(text) as JsonObject;
  const decision = decide(policyBefore(block), { ...factsOf(rest), sent, shapeIssues: [] });
  const issues = decision.refusal === undefined ? [] : decision.issues;
  const grant = decision.refusal === undefined ? decision.grant : undefined;
  return { ...decision, grant, issues: issues.filter(({ code }) => !lacking.has(code)) };
};
const blocks = (mark: string): MarkedBlock[] => marked.filter((block) => block.mark === mark);

describe('docs/policy.md', () => {
  it('marks every block, with a mark that is known', () => {
    expect(marked.length).toBe([...markdown.matchAll(/^```\w*$/gm)].length / 2);
    const known = [
      'policy',
      'request',
      'resolved',
      'provenance',
      'refused',
      'granted',
      'not-granted',
      'effective',
      'output',
      'file',
    ];
    expect([...new Set(marked.map(({ mark }) => mark))].sort()).toEqual(known.sort());
  });

  it.each(blocks('policy'))(
    'has a policy in line $line that loads, without a diagnostic',
    (block) => {
      // What shows layers alone has no grants; the packaged policy and the examples do.
      const ownCodes = checkPolicy(policyOf(JSON.parse(block.text))).filter(
        ({ code }) => code !== 'no-grants',
      );
      expect(ownCodes).toEqual([]);
    },
  );

  it.each(blocks('resolved'))('says in line $line what a request becomes', (block) => {
    const { request, issues } = decidedBefore(block);
    expect(issues).toEqual([]);
    expect(request).toEqual(JSON.parse(block.text));
  });

  it.each(blocks('provenance'))('says in line $line who each value comes from', (block) => {
    expect(decidedBefore(block).provenance).toEqual(JSON.parse(block.text));
  });

  it.each(blocks('refused'))('says in line $line why a request is refused', (block) => {
    expect(decidedBefore(block).issues).toEqual(JSON.parse(block.text));
  });

  it.each(blocks('granted'))('says in line $line which grant covers a request', (block) => {
    const { refusal, issues, grant, request } = decidedBefore(block);
    expect({ refusal, issues, grant }).toEqual({
      refusal: undefined,
      issues: [],
      grant: block.rest,
    });
    expect(request).toEqual(JSON.parse(block.text));
  });

  it.each(blocks('not-granted'))('says in line $line why no grant covers a request', (block) => {
    const { refusal, issues } = decidedBefore(block);
    expect(refusal).toBe('not-granted');
    expect(issues).toEqual(JSON.parse(block.text));
  });

  it.each(blocks('effective'))('says in line $line what tag policies come to', (block) => {
    const { tagRules } = policyBefore(block).layersFor(
      { caller: callerOf(block.rest), requestTime: '2026-08-01T12:00:00.000Z' },
      {},
    );
    expect(JSON.parse(JSON.stringify(tagRules.policy.effective))).toEqual(JSON.parse(block.text));
  });

  it.each(blocks('output'))(
    'shows in line $line what "npm run policy -- $rest" prints',
    async (block) => {
      const folder = await mkdtemp(join(tmpdir(), 'policy-docs-'));
      try {
        const files = blocks('file').map(({ rest }) => rest);
        for (const { rest, text } of blocks('file')) await writeFile(join(folder, rest), text);
        const [command = '', input] = block.rest.split(' < ');
        const args = command
          .split(' ')
          .map((arg) => (files.includes(arg) ? join(folder, arg) : arg));
        const stdout = await new Promise<string>((done) => {
          const child = execFile(
            process.execPath,
            ['tools/policy/main.ts', ...args],
            { cwd: root, env: { PATH: process.env['PATH'] } },
            (_, output) => {
              done(output);
            },
          );
          child.stdin?.end(input === undefined ? '' : readText(input));
        });
        expect(stdout.replaceAll(`${folder}/`, '')).toBe(block.text);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );

  it('lists the code of every diagnostic of the check, and no other', () => {
    const listed = tableOf(markdown, 'check-codes').map(([code = '']) =>
      code.replace(/^<a id="check-.*"><\/a>|`/g, ''),
    );
    expect(listed).toEqual([...checkCodes]);
  });
});
