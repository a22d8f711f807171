// `npm run demo`: the main job, offline and visible. `npm run demo -- --flow <id>` takes another way to sign in,
// `--flow all` every one of them.
import { parseArgs } from 'node:util'
import { runMainJob } from './main-job.ts'
import { table } from './narration.ts'
import { type OfferedFlow, offeredFlows } from './offered-flows.ts'
import { renewalOf } from './renewals.ts'
import { runEveryFlow } from './run-every-flow.ts'

/** Known without asking the program, which takes a second. */
const usual: OfferedFlow = {
  id: 'browser',
  label: 'authorization code with PKCE, through a callback on this machine',
  kind: 'authorization-code',
}

const { flow: id } = parseArgs({ options: { flow: { type: 'string' } } }).values
process.exitCode = await demonstrate(id)

/** @returns the exit code: 1 = it failed, 2 = there is no such flow */
async function demonstrate(wanted: string | undefined): Promise<number> {
  if (wanted === undefined) return await alone(usual)
  const flows = await offeredFlows()
  if (wanted === 'all') return (await runEveryFlow(flows)) === 0 ? 0 : 1
  const flow = flows.find((one) => one.id === wanted)
  if (flow !== undefined) return await alone(flow)
  console.error(`There is no flow "${wanted}". These there are, and "all":\n`)
  table(flows.map((one) => [one.id, one.label]))
  return 2
}

async function alone(flow: OfferedFlow): Promise<number> {
  await runMainJob(flow)
  const renewal = renewalOf(flow.kind).expires ? 'a refresh that nobody had to think of' : 'a key that needs no refresh'
  console.log(`\nDone: one sign-in, two streams, and ${renewal}.`)
  return 0
}
