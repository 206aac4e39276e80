import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { repositoryFiles, type RepositoryFile } from '../support/repository-files.ts';

/** The folder of recorded facts that once stood beside the repository. */
const beside = ['..', 'shared'].join('/');

/** The relative paths of a file that lead out of the repository, and its mentions of a folder beside it. */
const pathsOutside = ({ path, text }: RepositoryFile): readonly string[] => {
  const named = [...text.matchAll(/(?:from |import\(|URL\()\s*'(\.{1,2}\/[^']*)'/g)]
    .map(([, target = '']) => target)
    .filter((target) => posix.join(posix.dirname(path), target).startsWith('../'));
  return text.includes(beside) ? [...named, beside] : named;
};

/** What keeps a test, or all tests but one, from running. */
const skips = ({ text }: RepositoryFile): readonly string[] =>
  [...text.matchAll(/\.(?:skip|skipIf|runIf|todo|only)\b(?=\s*[.(])/g)].map(([word]) => word);

const files = repositoryFiles();
const isTest = ({ path }: RepositoryFile): boolean => path.startsWith('test/');

describe('a plain clone', () => {
  it('needs no file that is not its own', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(files.flatMap((file) => pathsOutside(file).map((to) => [file.path, to]))).toEqual([]);
  });

  it('skips no test', () => {
    const found = files
      .filter(isTest)
      .flatMap((file) => skips(file).map((word) => [file.path, word]));
    expect(found).toEqual([]);
  });
});

describe('the search', () => {
  const file = (text: string): RepositoryFile => ({ path: 'x.test.ts', text });

  it.each([
    ["import { x } from '../x.ts';", '../x.ts'],
    ["readFileSync(new URL('../facts/x.json', import.meta.url))", '../facts/x.json'],
    ['Compare ' + beside + '/design.', beside],
  ])('would find %s', (text, target) => {
    expect(pathsOutside(file(text))).toEqual([target]);
    expect(pathsOutside(file("import { x } from './src/x.ts';"))).toEqual([]);
  });

  it.each(['skip', 'only', 'skipIf', 'runIf', 'todo'])('would find .%s', (word) => {
    expect(skips(file(`describe.${word}('x', () => {});`))).toEqual([`.${word}`]);
    expect(skips(file(`it.${word}.each([1])('x', () => {});`))).toEqual([`.${word}`]);
    expect(skips(file(`it('${word}', () => {});`))).toEqual([]);
  });
});
