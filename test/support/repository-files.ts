import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

/** A text file of the repository, by its path from the root. */
export interface RepositoryFile {
  readonly path: string;
  readonly text: string;
}

const ignored = new Set([
  ...['.git', 'package-lock.json'],
  ...readFileSync(new URL('.gitignore', root), 'utf8')
    .split('\n')
    .map((line) => line.replace(/\/$/, '')),
]);

/** Every file of a plain clone, but the lockfile: what `.gitignore` names is left out. */
export const repositoryFiles = (folder = ''): readonly RepositoryFile[] =>
  readdirSync(new URL(folder, root), { withFileTypes: true })
    .filter(({ name }) => !ignored.has(name) && !name.endsWith('.log'))
    .flatMap((entry) => {
      const path = `${folder}${entry.name}`;
      if (entry.isDirectory()) return repositoryFiles(`${path}/`);
      return [{ path, text: readFileSync(new URL(path, root), 'utf8') }];
    });
