import { defineConfig } from 'vitest/config';

/** One project per kind of question, so that each can be run alone: `npx vitest run --project unit`. */
export default defineConfig({
  test: {
    pool: 'threads',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['lib/**/*.test.ts', 'app/**/*.test.ts', 'tests/**/*.test.ts'],
          exclude: [
            'tests/e2e/**',
            'tests/conformance/**',
            'tests/architecture/**',
            'tests/judges/**',
            'tests/parity/**',
            'tests/kernel/**',
            '**/node_modules/**',
          ],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['tests/conformance/**/*.test.ts', 'tests/architecture/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'parity',
          include: ['tests/parity/**/*.test.ts'],
          testTimeout: 60_000,
          maxConcurrency: 2,
        },
      },
      {
        test: {
          name: 'kernel',
          include: ['tests/kernel/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
