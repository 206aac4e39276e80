import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const main = fileURLToPath(new URL('../../../../local/policy-sources/main.ts', import.meta.url));

const run = (port: string) => {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, POLICY_SOURCES_PORT: port },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
};

describe('the embedded policy sources as a program', () => {
  it('says what to set, and ends when it is told to', async () => {
    const child = run('0');
    let output = '';
    for await (const chunk of child.stdout) {
      output += String(chunk);
      if (output.includes('ORGANIZATIONS=')) child.kill('SIGTERM');
    }
    const url = String.raw`http://127\.0\.0\.1:\d+`;
    expect(output).toMatch(
      new RegExp(
        `^export AWS_ENDPOINT_URL_SSM=${url}\nexport AWS_ENDPOINT_URL_APPCONFIGDATA=${url}\nexport AWS_ENDPOINT_URL_ORGANIZATIONS=${url}\n$`,
      ),
    );
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(0);
  });

  it('says what is wrong with its port', async () => {
    const child = run('x');
    let output = '';
    for await (const chunk of child.stderr) output += String(chunk);
    expect(output).toContain('POLICY_SOURCES_PORT must be a port number');
    if (child.exitCode === null) await once(child, 'exit');
    expect(child.exitCode).toBe(1);
  });
});
