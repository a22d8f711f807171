import { defineConfig } from 'vitest/config'

const sources = ['packages/*/src', 'apps/*/src', 'apps/*/e2e', 'tooling/*/src']
// Tests import packages from source; only processes that they start run what was built.
const ssr = { resolve: { conditions: ['@ccproxy/source', 'module', 'node', 'import', 'default'] } }

/** What `npm test` leaves to CI, so that it stays below six minutes: each takes long and is rarely the first to break. */
const long = [
  'apps/ccproxy/e2e/authoring/{document,minimal-example,templates}.e2e.test.ts',
  'packages/testkit/src/life-cycle/several-processes.e2e.test.ts',
]
const left = process.env['CI'] === 'true' ? [] : long
/** Answers of real providers, which are not ours to publish. */
const recordings = process.env['CCPROXY_RECORDINGS'] === undefined ? ['packages/formats/src/recordings.test.ts'] : []
if (left.length > 0) console.log(`Left to CI (CI=true): ${left.join(', ')}`)
if (recordings.length > 0) console.log('Left out: recordings of providers (CCPROXY_RECORDINGS names their folder)')

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
          exclude: [...sources.map((folder) => `${folder}/**/*.e2e.test.ts`), ...recordings],
          setupFiles: ['tooling/vitest/src/no-network.ts'],
          // A process and a module graph for each file cost two thirds of the time; nothing of ours keeps state in a module.
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
        },
      },
      {
        ssr,
        test: {
          name: 'e2e',
          include: sources.map((folder) => `${folder}/**/*.e2e.test.ts`),
          exclude: left,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // After the unit tests, so that processes which race a clock have the machine to themselves.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
