import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { floors } from '../../tools/floors.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const parts = floors.flat();
const partOf = (file: string): string => relative(join(root, 'src'), file).split('/')[0] ?? '';

/** Every import of a source file by another one, dynamic ones too. */
const imports = globSync(join(root, 'src/**/*.{ts,js}')).flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(
    ([, path = '']) => ({
      from: relative(root, file),
      to: relative(root, join(dirname(file), path)),
      fromPart: partOf(file),
      toPart: partOf(join(dirname(file), path)),
    }),
  ),
);

const floorOf = (part: string): number => floors.findIndex((floor) => floor.includes(part));

describe('The imports of src', () => {
  it('are those of every part of it, each on a floor', () => {
    const found = globSync(join(root, 'src/*')).map((path) => relative(join(root, 'src'), path));
    expect(found.sort()).toEqual([...parts].sort());
    expect(imports.length).toBeGreaterThan(200);
  });

  it('go down from floor to floor, so that no two parts reach each other', () => {
    const wrong = imports.filter(
      ({ to, fromPart, toPart }) =>
        to.startsWith('src/') && fromPart !== toPart && floorOf(toPart) <= floorOf(fromPart),
    );
    expect(wrong).toEqual([]);
  });

  it('leave src only for data', () => {
    const outside = imports.filter(({ to }) => !to.startsWith('src/') && !to.endsWith('.json'));
    expect(outside).toEqual([]);
  });
});

describe('The lint rule on imports', () => {
  const eslint = new ESLint({ cwd: root });
  const verify = async (file: string, code: string): Promise<readonly (string | null)[]> => {
    const config = (await eslint.calculateConfigForFile(join(root, file))) as {
      readonly rules: Readonly<Record<string, Linter.RuleEntry>>;
    };
    const rule = config.rules['no-restricted-imports'] ?? 'off';
    const messages = new Linter().verify(code, [{ rules: { 'no-restricted-imports': rule } }]);
    return messages.map(({ ruleId }) => ruleId);
  };
  const fileIn = (part: string): string =>
    part.endsWith('.ts') ? `src/${part}` : `src/${part}/inner/example.ts`;
  const importIn = (part: string, other: string): string =>
    `import '${part.endsWith('.ts') ? './' : '../../'}${other.endsWith('.ts') ? other : `${other}/example.ts`}';`;

  it.each(parts)('bites in src/%s', async (part) => {
    const file = fileIn(part);
    for (const other of parts.filter((candidate) => candidate !== part)) {
      const isBelow = floorOf(other) > floorOf(part);
      expect(await verify(file, importIn(part, other)), other).toEqual(
        isBelow ? [] : ['no-restricted-imports'],
      );
    }
    for (const path of ['lodash', '../../../tools/build.ts', '../../local/sts/server.ts']) {
      expect(await verify(file, `import '${path}';`), path).toContain('no-restricted-imports');
    }
  });

  it.each([
    ['core', '@aws-sdk/client-sts'],
    ['policy', 'node:crypto'],
    ['http', '@aws-sdk/client-imagebuilder'],
    ['aws', '@middy/core'],
    ['observability', 'node:fs'],
    ['json', 'aws-lambda'],
  ])('keeps src/%s free of %s', async (part, name) => {
    expect(await verify(fileIn(part), `import '${name}';`)).toEqual(['no-restricted-imports']);
  });
});
