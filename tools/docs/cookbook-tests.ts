import { readFileSync } from 'node:fs';
import type { Recipe } from './cookbook-recipes.ts';

/** What an issue is, without its words. */
export interface ExpectedIssue {
  readonly pointer: string;
  readonly code: string;
  readonly layer?: string;
  readonly grant?: string;
}

/** A request under the document of a recipe, and everything that becomes of it. */
export interface CookbookTest {
  readonly name: string;
  /** Left out, an anonymous caller. */
  readonly caller?: string;
  readonly groups?: readonly string[];
  /** When the request comes, where days matter. */
  readonly at?: string;
  readonly request: Readonly<Record<string, unknown>>;
  readonly expect:
    | {
        readonly created: true;
        readonly values?: Readonly<Record<string, unknown>>;
        readonly grant?: string;
        readonly warnings?: readonly ExpectedIssue[];
      }
    | { readonly created?: undefined; readonly refused: readonly ExpectedIssue[] };
}

/** The text of a file of the repository. */
export const read = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** The path of the document of a recipe. */
export const documentOf = ({ name, document }: Recipe): string =>
  document ?? `policy/cookbook/${name}.json`;

/** The requests of a recipe, from its file of tests. */
export const testsOf = ({ name }: Recipe): readonly CookbookTest[] =>
  // The project's own files; the cookbook's test runs each of them.
  (JSON.parse(read(`policy/cookbook/${name}.tests.json`)) as { tests: CookbookTest[] }).tests;
