import { fileURLToPath } from 'node:url';
import tseslint from 'typescript-eslint';
import { noImportCircles } from './scripts/rules/no-import-circles.mjs';

const GATE = 'An act is asked for through the gate: take it from `acts`.';

/** Which room may not open which door, and what the person who tries should do instead. */
const doors = [
  {
    files: ['src/core/**'],
    rules: [
      [
        ['node:*', 'express', 'ejs', 'ldapjs', 'execa'],
        'core/ is pure: say what you need as a port in core/ports.ts.',
      ],
      [
        ['**/services/**', '**/system/**', '**/modules/**', '**/web/**', '**/control/**', '**/cli/**'],
        'core/ knows nobody: hand the thing in as an argument.',
      ],
    ],
  },
  {
    files: ['src/modules/**'],
    rules: [
      [
        [
          'node:fs*',
          'node:net',
          'node:tls',
          'node:child_process',
          'node:http*',
          'express',
          'ejs',
          'ldapjs',
          'execa',
        ],
        'A module touches the machine through core/ports.ts only.',
      ],
      [
        ['**/services/**', '**/system/**', '**/web/**', '**/control/**', '**/cli/**'],
        'modules/ → core/ only.',
      ],
    ],
  },
  {
    files: ['src/services/**'],
    rules: [
      [
        [
          'node:fs*',
          'node:net',
          'node:tls',
          'node:child_process',
          'node:http*',
          'express',
          'ejs',
          'ldapjs',
          'execa',
        ],
        'A service is told in ports: use core/ports.ts.',
      ],
      [
        ['**/system/**', '**/modules/**', '**/web/**', '**/control/**', '**/cli/**'],
        'services/ → core/ only; modules arrive through the registry.',
      ],
    ],
  },
  {
    files: ['src/web/**', 'src/app.ts'],
    rules: [
      [
        ['node:fs*', 'node:net', 'node:tls', 'node:child_process', 'ldapjs', 'execa'],
        'Pages ask a service; the machine is behind src/system/.',
      ],
      [['**/system/**', '**/modules/**', '**/control/**', '**/cli/**'], 'web/ → services/ → core/.'],
      [['**/services/*/acts/*'], GATE],
    ],
  },
  {
    files: ['src/control/**'],
    rules: [
      [
        ['node:fs*', 'node:net', 'node:tls', 'node:child_process', 'express', 'ejs', 'ldapjs', 'execa'],
        'The shell asks a service; the machine is behind src/system/.',
      ],
      [['**/system/**', '**/modules/**', '**/web/**', '**/cli/**'], 'control/ → services/ → core/.'],
      [['**/services/*/acts/*'], GATE],
    ],
  },
  {
    files: ['src/cli/**'],
    rules: [
      [['express', 'ejs', 'ldapjs', '**/web/**'], 'The commands ask the panel, by src/control/verbs/.'],
    ],
  },
  {
    files: ['src/helper/**'],
    rules: [
      [
        ['node:fs*', 'node:net', 'node:tls', 'node:child_process', 'express', 'ejs', 'ldapjs', 'execa'],
        'The helper touches the machine through core/ports.ts only.',
      ],
      [
        ['**/services/**', '**/system/**', '**/modules/**', '**/web/**'],
        'helper/ → core/ only; the machine and the registry are handed in by helper-program.ts.',
      ],
    ],
  },
  {
    files: ['src/system/**'],
    rules: [
      [
        [
          '**/services/**',
          '**/modules/**',
          '**/web/**',
          '**/helper/**',
          '**/control/**',
          '**/cli/**',
          'express',
        ],
        'system/ implements core/ports.ts and knows nothing above it.',
      ],
    ],
  },
];

export default tseslint.config(
  { ignores: ['dist', 'build', 'state', 'node_modules'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: './tsconfig.json',
        tsconfigRootDir: fileURLToPath(new URL('.', import.meta.url)),
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  // Every line counts, as it does for who reads on a screen; our functions have so few comments that none must go for it.
  { files: ['src/**'], rules: { 'max-lines-per-function': ['error', 60] } },
  {
    files: ['**/*.ts'],
    plugins: { house: { rules: { 'no-import-circles': noImportCircles } } },
    rules: { 'house/no-import-circles': 'error' },
  },
  { files: ['**/*.mjs', 'public/**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  ...doors.map(({ files, rules }) => ({
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: rules.map(([group, message]) => ({ group, message })) },
      ],
    },
  })),
);
