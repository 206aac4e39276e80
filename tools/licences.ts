/**
 * Lists the licences of everything that the function is built of, and fails where one is not on the
 * list of those that may be handed on with it.
 */
import { readFile } from 'node:fs/promises';

/** Licences that ask for no more than to be named. */
const allowed: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
]);

/** What package-lock.json says of a package. */
interface LockfileEntry {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly link?: boolean;
}

/** A package that is built into the function. */
export interface Dependency {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly isAllowed: boolean;
}

/** Whether an SPDX expression can be met by what is allowed: every side of an AND, any side of an OR. */
const isMet = (expression: string): boolean =>
  expression
    .replace(/[()]/g, ' ')
    .split(/\s+OR\s+/)
    .some((choice) => choice.split(/\s+AND\s+/).every((licence) => allowed.has(licence.trim())));

/**
 * The dependencies of production and theirs, with their licences.
 *
 * @param lockfile - The text of a package-lock.json of version 2 or 3.
 */
export const productionLicences = (lockfile: string): Dependency[] => {
  const { packages } = JSON.parse(lockfile) as {
    packages: Readonly<Record<string, LockfileEntry>>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, { version = '', license: licence = 'none named' }]) => ({
      name: path.split('node_modules/').at(-1) ?? path,
      version,
      licence,
      isAllowed: isMet(licence),
    }))
    .sort((one, other) => one.name.localeCompare(other.name));
};

if (import.meta.main) {
  const lockfile = await readFile(new URL('../package-lock.json', import.meta.url), 'utf8');
  const dependencies = productionLicences(lockfile);
  for (const { name, version, licence, isAllowed } of dependencies) {
    console.log(`${isAllowed ? ' ' : '!'} ${licence.padEnd(14)} ${name}@${version}`);
  }
  const refused = dependencies.filter(({ isAllowed }) => !isAllowed);
  if (refused.length > 0) {
    console.error(
      `${refused.length} of ${dependencies.length} have a licence that is not on the list.`,
    );
    process.exitCode = 1;
  }
}
