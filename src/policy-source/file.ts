import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PolicyUnavailable } from '../http/errors.ts';
import { readOrganizationPolicy } from './policy-document.ts';
import type { CurrentPolicy, PolicySource } from './policy-source.ts';

/**
 * Reads the policy from a file, once: what is packaged with the function does not change under it.
 *
 * The reading starts at once, beside the rest of the function's start. A document that cannot be read
 * or is invalid is read again at the next request, so that one put right needs no restart.
 *
 * @param path - Absolute, or relative to `packageRoot`.
 */
export const fileSource = (path: string, packageRoot: string): PolicySource => {
  const read = async (): Promise<CurrentPolicy> => {
    const file = resolve(packageRoot, path);
    const text = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new PolicyUnavailable(`The policy ${path} cannot be read.`, [], { cause });
    });
    return { policy: await readOrganizationPolicy(path, text) };
  };
  let reading: Promise<CurrentPolicy> | undefined;
  const start = (): Promise<CurrentPolicy> => {
    const current = read();
    // Without this the rejection of a reading that no request waits for would end the process.
    current.catch(() => {
      if (reading === current) reading = undefined;
    });
    return current;
  };
  reading = start();
  return () => (reading ??= start());
};
