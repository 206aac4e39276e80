import type { BrowserContext, Page } from 'playwright-core';
import {
  startPortal,
  type ApiAnswer,
  type ApiRequest,
  type Portal,
} from '../../local/portal/server.ts';
import { startBrowser, type StartedBrowser } from '../support/browser.ts';
import { openInProcessProxy } from '../support/in-process-proxy.ts';
import { fixedPolicy, testPolicy } from '../support/policy.ts';
import type { Proxy } from '../support/proxy.ts';

/** A visit to the portal: a page of its own, with a proxy and a policy of its own behind it. */
export interface Visit {
  readonly page: Page;
  readonly proxy: Proxy;
  /** The requests to the API so far. */
  readonly requests: readonly ApiRequest[];
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** How a visit differs from the ordinary one. */
export interface VisitOptions {
  readonly policy?: unknown;
  /** Answers in the place of the proxy; `undefined` leaves the request to it. */
  readonly instead?: (
    request: ApiRequest,
  ) => ApiAnswer | undefined | Promise<ApiAnswer | undefined>;
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** What `config.json` says. */
  readonly apiBaseUrl?: string;
  /** The text of the module `host.js`. */
  readonly host?: string;
  /** The time that the page's clock shows. */
  readonly now?: string;
}

/** The one browser of the tests, and the visits that it makes. */
export interface Stage {
  readonly visit: (options?: VisitOptions) => Promise<Visit>;
  readonly close: () => Promise<void>;
}

/** Opens the browser. */
export const openStage = async (): Promise<Stage> => {
  const started: StartedBrowser = await startBrowser();
  return { visit: (options = {}) => visit(started, options), close: started.close };
};

const visit = async ({ browser }: StartedBrowser, options: VisitOptions): Promise<Visit> => {
  const { policy = testPolicy, width = 1100, colorScheme = 'light' } = options;
  const proxy = await openInProcessProxy({ policy: fixedPolicy(policy), maxAttempts: 1 });
  const requests: ApiRequest[] = [];
  const portal: Portal = await startPortal({
    api: async (request) => {
      requests.push(request);
      return (await options.instead?.(request)) ?? fromProxy(proxy, request);
    },
  });
  const context = await browser.newContext({
    colorScheme,
    viewport: { width, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    locale: 'en-GB',
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const errors: string[] = [];
  watch(context, page, portal.url, errors);
  if (options.now !== undefined) await page.clock.setFixedTime(options.now);
  if (options.apiBaseUrl !== undefined) {
    const body = JSON.stringify({ apiBaseUrl: options.apiBaseUrl });
    await page.route('**/config.json', (route) => route.fulfill({ body }));
  }
  if (options.host !== undefined) {
    const answer = { body: options.host, contentType: 'text/javascript' };
    await page.route('**/host.js', (route) => route.fulfill(answer));
  }
  await page.goto(portal.url);
  await page.locator('#form:not([hidden]), .problem').first().waitFor();
  return {
    page,
    proxy,
    requests,
    url: portal.url,
    close: async () => {
      await context.close();
      await portal.close();
      await proxy.close();
      if (errors.length > 0) throw new Error(errors.join('\n'));
    },
  };
};

/** Whatever no page of ours may do: reach elsewhere, throw, complain, or break its own security policy. */
const watch = (context: BrowserContext, page: Page, origin: string, errors: string[]): void => {
  context.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) errors.push(`External request: ${request.url()}`);
  });
  page.on('pageerror', (error) => errors.push(`Uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    errors.push(`Dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('console', (message) => {
    // The browser itself reports each answer with a status of an error.
    const isStatus = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !isStatus) errors.push(`Console: ${message.text()}`);
  });
};

/** Hands a request of the page to the function, as an HTTP API would. */
const fromProxy = async (proxy: Proxy, request: ApiRequest): Promise<ApiAnswer> => {
  const { method, headers, body } = request;
  const [path = '', query = ''] = request.path.split('?', 2);
  const answer = await proxy.send({ method, path, query, headers, ...(body !== '' && { body }) });
  return { status: answer.status, headers: answer.headers, body: JSON.stringify(answer.document) };
};
