import { describe, expect, it } from 'vitest';
import { schemaCodes } from '../../src/schema/explain.ts';
import { readText, tableOf } from '../support/markdown.ts';

const codesIn = (table: string): string[] =>
  tableOf(readText('docs/validation.md'), table).map(([code = '']) => code.replaceAll('`', ''));

/** The codes that a source file gives, as it spells them. */
const codesOf = (...files: string[]): string[] => [
  ...new Set(
    files.flatMap((file) =>
      [...readText(file).matchAll(/code: '([a-z-]+)'/g)].map(([, code = '']) => code),
    ),
  ),
];

describe('docs/validation.md', () => {
  it('lists the code of every breach of the shape, and no other', () => {
    expect(codesIn('shape-codes').sort()).toEqual([...schemaCodes].sort());
  });

  it('lists the code of every rule beyond the shape and of every warning', () => {
    const documented = [...codesIn('rule-codes'), ...codesIn('warning-codes')];
    expect(documented.sort()).toEqual(codesOf('src/core/cross-field-rules.ts').sort());
  });

  it('lists the code of every breach of the policy', () => {
    const files = ['allowed.ts', 'tag-policy/compliance.ts'].map((file) => `src/policy/${file}`);
    const codes = codesOf('src/core/decide.ts', ...files).filter(
      (code) => code !== 'tag-value-unresolved',
    );
    expect(codesIn('policy-codes').sort()).toEqual(codes.sort());
  });
});

describe('CONTRIBUTING.md', () => {
  it('gives a reason for every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(readText('package.json')) as {
      dependencies: object;
      devDependencies: object;
    };
    const [, table = ''] = readText('CONTRIBUTING.md').split('## Dependencies');
    for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
      expect(table).toContain(`\`${name}\``);
    }
  });
});
