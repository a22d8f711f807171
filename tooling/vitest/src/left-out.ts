/** What `npm test` leaves to CI, so that it stays below six minutes: each takes long and is rarely the first to break. */
const long = [
  'apps/ccproxy/e2e/authoring/*.e2e.test.ts',
  'apps/ccproxy/e2e/{plugins-add,sandbox-flows}.e2e.test.ts',
  'apps/ccproxy/e2e/soak.e2e.test.ts',
  'apps/ccproxy/e2e/streams/thousand-streams.e2e.test.ts',
  'bench/src/bench.e2e.test.ts',
  'packages/testkit/src/life-cycle/several-processes.e2e.test.ts',
]

export const leftToCI: readonly string[] = process.env['CI'] === 'true' ? [] : long

/** Answers of real providers, which are not ours to publish. */
export const absentRecordings: readonly string[] =
  process.env['CCPROXY_RECORDINGS'] === undefined ? ['packages/formats/src/recordings.test.ts'] : []
