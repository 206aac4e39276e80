import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packaged from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

/** A running Chromium, and how to end it without leaving anything behind. */
export interface StartedBrowser {
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/**
 * Starts a headless Chromium: the one that `CHROMIUM_PATH` names, or else the one of the npm package,
 * unpacked into a folder of its own that goes with it.
 */
export const startBrowser = async (): Promise<StartedBrowser> => {
  const folder = await mkdtemp(join(tmpdir(), 'image-pipeline-proxy-browser-'));
  const before = process.env['TMPDIR'];
  const restore = (): void => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  };
  // The package unpacks into the temporary folder, and so do Playwright's profiles.
  process.env['TMPDIR'] = folder;
  const clean = async (): Promise<void> => {
    restore();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const theirs = process.env['CHROMIUM_PATH'] ?? '';
    const executablePath = theirs === '' ? await packaged.executablePath() : theirs;
    const fonts = join(folder, 'fonts');
    const browser = await chromium.launch({
      executablePath,
      headless: true,
      // Only what a container needs; the package's own list switches off what these tests look at.
      args: ['--no-sandbox', '--font-render-hinting=none'],
      env: {
        ...process.env,
        ...(!existsSync('/etc/fonts') && existsSync(fonts) && { FONTCONFIG_PATH: fonts }),
      },
    });
    return {
      browser,
      close: async () => {
        await browser.close();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
};
