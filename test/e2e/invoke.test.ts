import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runNode, type Outcome } from '../support/adapters-command.ts';
import { startEverything, type Started } from '../support/packaged-proxy.ts';

const listen = async (server: Server): Promise<number> => {
  server.listen(0, 'localhost');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

describe('npm run invoke', () => {
  let started: Started;
  beforeAll(async () => {
    started = await startEverything({});
  });
  afterAll(async () => {
    await started.stop();
  });
  const invoke = (...args: string[]): Promise<Outcome> =>
    runNode(['tools/invoke.ts', ...args], { LAMBDA_PORT: new URL(started.lambdaUrl).port });

  it.concurrent.each([
    ['http-api', 'HTTP 201 Created'],
    ['load-balancer-multi-value', 'HTTP 201 Created'],
  ])(
    'prints the status, the headers and the document of events/event-sources/%s.json',
    async (name, line) => {
      const { code, stdout, stderr } = await invoke(`events/event-sources/${name}.json`);
      expect([code, stderr]).toEqual([0, '']);
      const [head = '', body = ''] = stdout.split('\n\n');
      const [first, ...headers] = head.split('\n');
      expect(first).toBe(line);
      expect(headers).toEqual([
        'content-type: application/json',
        'cache-control: no-store',
        'x-content-type-options: nosniff',
        "content-security-policy: default-src 'none'; frame-ancestors 'none'",
        'strict-transport-security: max-age=63072000',
      ]);
      expect(JSON.parse(body)).toMatchObject({ imagePipeline: { name: `captured-${name}` } });
    },
  );

  it.concurrent.each([
    ['event-sources/direct', 0, '200 OK', { dryRun: true, status: 200 }],
    ['fullest', 0, '201 Created', { status: 201 }],
    ['five-mistakes', 1, '400 Bad Request', { code: 'validation-failed' }],
  ])('hands over the request document events/%s.json', async (name, exitCode, line, document) => {
    const { code, stdout, stderr } = await invoke(`events/${name}.json`);
    expect([code, stderr], stdout).toEqual([exitCode, '']);
    expect(stdout.slice(0, stdout.indexOf('\n'))).toBe(line);
    expect(JSON.parse(stdout.slice(stdout.indexOf('\n')))).toMatchObject(document);
  });

  it.concurrent.each([
    ['no file', [], "missing required argument 'file'"],
    [
      'an unknown option',
      ['a.json', '--prot', '1'],
      "unknown option '--prot'\n(Did you mean --port?)",
    ],
    [
      'an invalid port',
      ['events/smallest.json', '--port', 'x'],
      "argument 'x' is invalid. It must be a port from 1 to 65535.",
    ],
    ['a file that is not there', ['events/none.json'], 'events/none.json cannot be read as JSON'],
  ])('says what is wrong with %s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await invoke(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says how to start what is not running', async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    await once(server, 'close');
    const { code, stderr } = await invoke('events/smallest.json', '--port', String(port));
    expect(code).toBe(2);
    expect(stderr).toBe(`Nothing is running on port ${port}. Start it with: npm start\n`);
  });

  it('says that something else is running', async () => {
    const server = createHttpServer((_, response) => response.end('<html>'));
    const port = await listen(server);
    const { code, stderr } = await invoke('events/smallest.json', '--port', String(port));
    expect(code).toBe(2);
    expect(stderr).toMatch(/^What runs on port \d+ did not answer as the function does/);
    server.closeAllConnections();
    server.close();
  });
});
