import { runMainJob } from './main-job.ts'
import { chapter, remark, step, table } from './narration.ts'
import type { OfferedFlow } from './offered-flows.ts'
import { renewalOf } from './renewals.ts'

/** One after the other; one that fails does not keep the others from their turn. @returns how many failed */
export async function runEveryFlow(flows: readonly OfferedFlow[]): Promise<number> {
  const rows = [['', 'FLOW', 'SHOWS', 'RENEWED BY', 'TOOK']]
  let failures = 0
  for (const flow of flows) {
    chapter(flow.id)
    const startedAt = performance.now()
    const failure = await runMainJob(flow).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
    if (failure !== undefined) {
      failures += 1
      remark(`\u001B[31m${failure}\u001B[0m`)
    }
    const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
    rows.push([failure === undefined ? '✓' : '✗', flow.id, flow.label, renewalOf(flow.kind).by, took])
  }
  step(failures === 0 ? `Every flow went well: ${flows.length}` : `${failures} of ${flows.length} flows failed`)
  table(rows)
  return failures
}
