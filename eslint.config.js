import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { floors } from './tools/floors.ts';

/** The parts that may import a package or a module of Node; every other part may import none. */
const packages = [
  { regex: '^(@aws-sdk|@smithy)/', importers: ['aws', 'policy-source'] },
  { regex: '^@middy/', importers: ['handler.ts', 'http'] },
  { regex: '^aws-lambda$', importers: ['handler.ts', 'adapters', 'http'] },
  { regex: '^leven$', importers: ['json'] },
  { regex: '^node:', importers: ['lambda.ts', 'adapters', 'http', 'aws', 'policy-source'] },
  { regex: '^(?!@aws-sdk/|@smithy/|@middy/|aws-lambda$|leven$|node:|\\.)', importers: [] },
];

/** Matches the imports of a part from within another one. The data in `policy/` is no part of `src`. */
const importsOf = (part) =>
  part.endsWith('.ts')
    ? `^\\.{1,2}/(\\.\\./)*${part.replace('.', '\\.')}$`
    : `^\\.{1,2}/(\\.\\./)*${part}/(?!.*\\.json$)`;

/** What one part of `src` may not import. */
const restrictionsOf = (part, floor) => [
  ...floors
    .slice(0, floor + 1)
    .flat()
    .filter((other) => other !== part)
    .map((other) => ({
      regex: importsOf(other),
      message: `src/${part} may not import src/${other}: see the list in tools/floors.ts.`,
    })),
  ...packages
    .filter(({ importers }) => !importers.includes(part))
    .map(({ regex }) => ({ regex, message: `src/${part} may not import this package.` })),
  { regex: '/(tools|local|test|deploy|bench)/', message: 'src imports nothing of the tools.' },
];

const importRules = floors.flatMap((parts, floor) =>
  parts.map((part) => ({
    files: [part.endsWith('.ts') ? `src/${part}` : `src/${part}/**`],
    rules: { 'no-restricted-imports': ['error', { patterns: restrictionsOf(part, floor) }] },
  })),
);

export default tseslint.config(
  {
    ignores: [
      'dist',
      '.serverless',
      'node_modules',
      'coverage',
      '**/*.validator.js',
      '**/*.generated.ts',
      '.local',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'bench/support/*.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Numbers read well in sentences; everything else must be made a string by hand.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-console': 'error',
      // Taking a member away is what the rest of a pattern is for.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      eqeqeq: 'error',
    },
  },
  ...importRules,
  {
    // Only one file reads the environment.
    files: ['src/**'],
    ignores: ['src/config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'src/config.ts reads the environment.' },
      ],
    },
  },
  // Programs for a terminal speak to it.
  { files: ['tools/**', 'local/**', 'bench/**', 'examples/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  {
    // They are measured as they stand, in a process that has nothing of TypeScript in it.
    files: ['bench/support/*.mjs'],
    languageOptions: { globals: { process: 'readonly', performance: 'readonly' } },
  },
  // tsc -p test/portal knows the browser's names.
  { files: ['portal/**'], rules: { 'no-undef': 'off' } },
);
