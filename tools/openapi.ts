/**
 * Writes `docs/openapi.json`: the OpenAPI document, made of the JSON Schema of the request, the problem
 * table and the requests of `events/`. `--check` writes nothing and fails when the file is not what it
 * would write.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { format } from 'prettier';
import { commandLine, runCommandLine } from './command-line.ts';
import { openApiDocument } from './openapi/document.ts';

const path = 'docs/openapi.json';
const url = new URL(`../${path}`, import.meta.url);
const formatOptions = { parser: 'json', printWidth: 100, objectWrap: 'collapse' } as const;

const write = async ({ check = false }: { check?: boolean }): Promise<void> => {
  const content = await format(JSON.stringify(openApiDocument()), formatOptions);
  const current = await readFile(url, 'utf8').catch(() => '');
  if (current === content) return;
  if (check) {
    console.error(`${path} is not what "npm run generate" makes of its sources.`);
    process.exitCode = 1;
  } else {
    await mkdir(new URL('.', url), { recursive: true });
    await writeFile(url, content);
    console.log(`wrote ${path}`);
  }
};

await runCommandLine(
  commandLine('node tools/openapi.ts', `Writes ${path}.`)
    .option('--check', 'write nothing, and fail where the file is not what would be written')
    .action(write),
);
