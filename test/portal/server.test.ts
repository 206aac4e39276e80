import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passOnTo, startPortal, type ApiRequest, type Portal } from '../../local/portal/server.ts';
import { buildPortal } from '../../tools/build-portal.ts';
import { startEverything } from '../support/packaged-proxy.ts';

/** Sends a path as it stands; `fetch` would tidy it up first. */
const raw = (url: string, path: string, headers: Record<string, string> = {}): Promise<number> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const sent = request({ hostname, port, path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end();
  });

describe('The local portal', () => {
  let portal: Portal;
  let answers: Portal;
  let last: ApiRequest | undefined;
  beforeAll(async () => {
    answers = await startPortal({
      api: (sent) => {
        last = sent;
        return Promise.resolve({
          status: 429,
          headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
          body: '{"title":"…"}',
        });
      },
    });
    // One portal passes requests on to the API of another, as it does to the real one.
    portal = await startPortal({ api: passOnTo(`${answers.url}/api/`) });
  });
  afterAll(async () => {
    await portal.close();
    await answers.close();
  });

  it('serves the files of the portal with a security policy that allows nothing from elsewhere', async () => {
    const files = [
      '',
      'index.html',
      'portal.js',
      'host.js',
      'portal.css',
      'config.json',
      'icon.svg',
    ];
    for (const file of [...files, 'reference', 'reference.css']) {
      const response = await fetch(`${portal.url}/${file}`);
      expect(response.status, file).toBe(200);
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none';/);
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(await response.text()).not.toMatch(/ (?:src|href)="(?:https?:)?\/\/(?!docs\.aws)/);
    }
  });

  it.each([
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '//etc/passwd',
    '/x.js',
    '/form.js',
    '/portal',
  ])('serves no other file: %s', async (path) => {
    expect(await raw(portal.url, path)).toBe(404);
  });

  it('serves the scripts as one module, with the hook for sign-in as another', async () => {
    const response = await fetch(`${portal.url}/portal.js`);
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
    const imports = (await response.text()).match(/^(?:import|export)\b.*$/gm);
    expect(imports).toEqual(['import { accessToken } from "./host.js";']);
  });

  it('is what is built for a static host', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'portal-'));
    try {
      await buildPortal(pathToFileURL(`${folder}/`));
      const files = await readdir(folder);
      expect(files).toContain('index.html');
      for (const file of files) {
        const response = await fetch(`${portal.url}/${file}`);
        expect(await response.text(), file).toBe(await readFile(join(folder, file), 'utf8'));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('answers nobody who calls this machine by another name', async () => {
    expect(await raw(portal.url, '/', { host: 'portal.example.com' })).toBe(403);
    expect(await raw(portal.url, '/api/policy', { host: 'portal.example.com' })).toBe(403);
  });

  it('passes requests on to the API as they are, and answers back', async () => {
    const response = await fetch(`${portal.url}/api/image-pipelines?dryRun=true`, {
      method: 'POST',
      headers: { 'idempotency-key': 'key', authorization: 'Bearer token' },
      body: '{"name":"web-server"}',
    });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.json()).toEqual({ title: '…' });
    expect(last).toMatchObject({
      method: 'POST',
      path: '/image-pipelines?dryRun=true',
      headers: { 'idempotency-key': 'key', authorization: 'Bearer token' },
      body: '{"name":"web-server"}',
    });
  });

  it('says that the API does not answer when it does not', async () => {
    const alone = await startPortal({ api: () => Promise.reject(new Error('No connection.')) });
    const response = await fetch(`${alone.url}/api/policy`);
    expect([response.status, await response.json()]).toEqual([502, { message: 'No connection.' }]);
    await alone.close();
  });
});

describe('npm start', () => {
  it('serves the portal and the API reference, and says where', async () => {
    const started = await startEverything({});
    try {
      const url = (name: string): string =>
        new RegExp(`${name}\\s+(http://\\S+)`).exec(started.output())?.[1] ?? '';
      const page = await fetch(url('Portal'));
      expect(await page.text()).toContain('<title>Create an image pipeline</title>');
      const reference = await fetch(url('API reference'));
      expect(await reference.text()).toContain('POST /image-pipelines');
      const policy = await fetch(new URL('api/policy', url('Portal')));
      expect(await policy.json()).toMatchObject({ layers: ['organization'] });
      const openApi = await fetch(new URL('api/openapi.json', url('Portal')));
      expect(await openApi.json()).toMatchObject({ openapi: '3.1.0' });
    } finally {
      await started.stop();
    }
    const closed = /Portal\s+(http:\/\/\S+)/.exec(started.output())?.[1] ?? '';
    await expect(fetch(closed)).rejects.toThrow();
  });
});
