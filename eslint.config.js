import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The folders of the pure core know data alone: no AWS, no Node, no Middy, nothing of the edge. */
const pureImports = {
  patterns: [
    {
      regex: '^(@aws-sdk|@smithy|@middy|aws-lambda)',
      message: 'The core knows neither AWS nor Middy.',
    },
    { regex: '^node:', message: 'The core is pure: no Node API.' },
    {
      regex: '/(http|aws|adapters|observability|policy-source)/',
      message: 'Imports point inwards, never out.',
    },
    { regex: '/config\\.ts$', message: 'Only the handlers read the configuration.' },
  ],
};

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
  {
    files: ['src/json/**', 'src/core/**', 'src/policy/**', 'src/schema/**'],
    rules: { 'no-restricted-imports': ['error', pureImports] },
  },
  {
    // The SDK and its transport stay in one folder.
    files: ['src/**'],
    ignores: [
      'src/aws/**',
      'src/policy-source/**',
      'src/json/**',
      'src/core/**',
      'src/policy/**',
      'src/schema/**',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { regex: '^(@aws-sdk|@smithy)', message: 'The SDK is imported in src/aws alone.' },
          ],
        },
      ],
    },
  },
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
