// `pnpm bench`: each row compares the proxy with the bare pipe round by round, A B A B, and prints the ratio of medians.
import { spawnSync } from 'node:child_process'
import { cpus } from 'node:os'
import { type Load, load, median } from './load.ts'
import { pinned, startCCProxy, startServer } from './processes.ts'
import { eventsPerStream } from './workload.ts'

interface Row {
  readonly name: string
  readonly path: string
  readonly connections: number
  readonly bar: number
  readonly unit: string
  readonly perRequest: number
}

const rounds = 5
const seconds = 4
const rows: readonly Row[] = [
  { name: 'JSON, same dialect', path: '/v1/messages', connections: 32, bar: 0.8, unit: 'req/s', perRequest: 1 },
  {
    name: 'SSE, same dialect',
    path: '/v1/messages/stream',
    connections: 32,
    bar: 0.8,
    unit: 'events/s',
    perRequest: eventsPerStream,
  },
]

if (pinned) spawnSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)])
const upstream = await startServer('./upstream.ts', [], 1)
const [pipe, ccproxy] = await Promise.all([
  startServer('./pipe-proxy.ts', [String(upstream.port)], 0),
  startCCProxy(upstream.port),
])

console.log(
  `node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'} × ${cpus().length}, ${pinned ? 'pinned' : 'not pinned'}`,
)
try {
  for (const row of rows) await measure(row)
} finally {
  for (const server of [ccproxy, pipe, upstream]) server.stop()
}

async function measure(row: Row): Promise<void> {
  const targets = {
    pipe: `http://127.0.0.1:${pipe.port}${row.path}`,
    ccproxy: `http://127.0.0.1:${ccproxy.port}/claude${row.path}`,
  }
  const results: { pipe: Load[]; ccproxy: Load[] } = { pipe: [], ccproxy: [] }
  for (const url of Object.values(targets)) await load(url, row.connections, 2)
  for (let round = 0; round < rounds; round += 1)
    for (const name of ['pipe', 'ccproxy'] as const)
      results[name].push(await load(targets[name], row.connections, seconds))

  const rate = (loads: readonly Load[]): number => median(loads.map((it) => it.requestsPerSecond)) * row.perRequest
  const ratio = rate(results.ccproxy) / rate(results.pipe)
  const verdict = ratio >= row.bar ? 'reached' : 'MISSED'
  console.log(`\n${row.name}, ${row.connections} connections, ${rounds} rounds of ${seconds} s`)
  for (const name of ['pipe', 'ccproxy'] as const) {
    const loads = results[name]
    const raw = loads.map((it) => Math.round(it.requestsPerSecond * row.perRequest)).join(' ')
    console.log(
      `  ${name.padEnd(8)} ${Math.round(rate(loads))} ${row.unit}, p50 ${median(loads.map((it) => it.p50Ms))} ms, p99 ${median(loads.map((it) => it.p99Ms))} ms (rounds: ${raw})`,
    )
  }
  console.log(`  ratio    ${ratio.toFixed(2)}× the bare pipe; bar ${row.bar}×: ${verdict}`)
  if (verdict === 'MISSED') process.exitCode = 1
}
