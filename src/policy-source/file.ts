import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PolicyUnavailable } from '../errors.ts';
import { type PolicyDocument, readOrganizationPolicy } from './policy-document.ts';

/**
 * Read in one go: while a function starts no other request could run, and handing a small file to
 * another thread takes longer than to read it.
 */
const textOf = (path: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PolicyUnavailable(`The policy ${path} cannot be read.`, [], { cause });
  }
};

/**
 * Reads the policy from a file, once: what is packaged with the function does not change under it.
 *
 * The reading starts at once, beside the rest of the function's start. A document that cannot be read
 * or is invalid is read again at the next request, so that one put right needs no restart.
 *
 * @param path - Absolute, or relative to `packageRoot`.
 */
export const fileSource = (path: string, packageRoot: string): (() => Promise<PolicyDocument>) => {
  const read = async (): Promise<PolicyDocument> => {
    const file = resolve(packageRoot, path);
    return readOrganizationPolicy(path, textOf(path, file));
  };
  let reading: Promise<PolicyDocument> | undefined;
  const start = (): Promise<PolicyDocument> => {
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
