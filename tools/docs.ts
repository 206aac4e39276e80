/**
 * Writes the tables of the documentation that repeat what the code says: each stands between
 * `<!-- generated: name -->` and `<!-- end -->`. `--check` writes nothing and fails when a file is not
 * what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { commandLine, runCommandLine } from './command-line.ts';
import { documentedFiles, withGeneratedTables } from './docs/generated-tables.ts';

const write = async ({ check = false }: { check?: boolean }): Promise<void> => {
  for (const path of documentedFiles) {
    const url = new URL(`../${path}`, import.meta.url);
    const current = await readFile(url, 'utf8');
    const content = await withGeneratedTables(path, current);
    if (current === content) continue;
    if (check) {
      console.error(`${path} is not what "npm run generate" makes of its sources.`);
      process.exitCode = 1;
    } else {
      await writeFile(url, content);
      console.log(`wrote ${path}`);
    }
  }
};

await runCommandLine(
  commandLine('node tools/docs.ts', 'Writes the tables of the documentation that repeat the code.')
    .option('--check', 'write nothing, and fail where a file is not what would be written')
    .action(write),
);
