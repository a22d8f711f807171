import { defineConfig } from 'vitest/config'
import { absentRecordings, leftToCI } from './tooling/vitest/src/left-out.ts'

const sources = ['packages/*/src', 'apps/*/src', 'apps/*/e2e', 'bench/src', 'tooling/*/src']
// Tests import packages from source; only processes that they start run what was built.
const ssr = { resolve: { conditions: ['@ccproxy/source', 'module', 'node', 'import', 'default'] } }

export default defineConfig({
  test: {
    // Vitest leaves one core free by default, which on two cores leaves half of the machine.
    maxWorkers: 2,
    reporters: ['default', './tooling/vitest/src/skipped-tests.ts'],
    projects: [
      {
        ssr,
        test: {
          name: 'unit',
          include: sources.map((folder) => `${folder}/**/*.test.ts`),
          exclude: [...sources.map((folder) => `${folder}/**/*.e2e.test.ts`), ...absentRecordings],
          setupFiles: ['tooling/vitest/src/no-network.ts'],
          // A process and a module graph for each file cost two thirds of the time; nothing of ours keeps state in a module.
          isolate: false,
          // A bound for what hangs, not a measure: machines are busy.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          restoreMocks: true,
          unstubEnvs: true,
        },
      },
      {
        ssr,
        test: {
          name: 'e2e',
          include: sources.map((folder) => `${folder}/**/*.e2e.test.ts`),
          exclude: [...leftToCI],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // After the unit tests, so that processes which race a clock have the machine to themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
