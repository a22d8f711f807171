import * as v from 'valibot'
import { openDemoWorld, succeeded } from './demo-world.ts'

const offered = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    providers: v.array(v.object({ flows: v.array(v.object({ id: v.string(), label: v.string(), kind: v.string() })) })),
  }),
)

export interface OfferedFlow {
  readonly id: string
  /** What it shows. */
  readonly label: string
  readonly kind: string
}

/** Every way to sign in to the sandbox, as the program lists them. */
export async function offeredFlows(): Promise<readonly OfferedFlow[]> {
  await using world = await openDemoWorld()
  const printed = await succeeded(world.ccproxy(['auth', 'providers', '--json'], { quiet: true }))
  return v.parse(offered, printed).providers.flatMap(({ flows }) => flows)
}
