import vitals from 'eslint-config-next/core-web-vitals';
import typescript from 'eslint-config-next/typescript';

const config = [
  { ignores: ['.next/', '.data/', '.cache/', 'next-env.d.ts', 'test-results/', 'playwright-report/'] },
  // React and Next are in these two rooms only; their rules take most of the time.
  ...vitals.map((part) => ('ignores' in part ? part : { ...part, files: ['{app,components}/**/*.{ts,tsx}'] })),
  ...typescript,
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@/*'], message: 'Import by #lib, #components, #app.' }] },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
    },
  },
  { files: ['*.config.{js,mjs,ts}'], rules: { 'import/no-anonymous-default-export': 'off' } },
  // Programs that people watch in a terminal.
  { files: ['lib/launch/**', 'lib/domain/data/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  // What a promise does unseen can lose a payout: the few places that mean it say `void`.
  {
    files: ['lib/**/*.ts', 'app/**/*.{ts,tsx}', 'e2e/**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    },
  },
];

export default config;
