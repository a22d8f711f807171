import { sandboxApiKey } from '@ccproxy/testkit'
import { browses, entersCode, type Person, types, waits } from '../e2e/doors/support/people.ts'
import { type DemoWorld, succeeded } from './demo-world.ts'
import { remark } from './narration.ts'
import type { OfferedFlow } from './offered-flows.ts'

interface Part {
  readonly person: Person
  /** What the demo does in the place of the person. */
  readonly does?: string
}

const browser: Part = { person: browses, does: '(the demo follows this address as your browser would)' }

/** Who is not named here has nothing to do. */
const parts: Readonly<Record<string, Part>> = {
  'authorization-code': browser,
  custom: browser,
  'device-code': { person: entersCode, does: '(the demo enters the code as you would on your phone)' },
  'api-key': { person: types(sandboxApiKey), does: '(the demo types the key of the sandbox)' },
}

export async function signIn(world: DemoWorld, { id, kind }: OfferedFlow): Promise<void> {
  const { person, does }: Part = parts[kind] ?? { person: waits }
  const login = world.ccproxy(['auth', 'login', 'sandbox', '--flow', id, '--no-browser'])
  if (does !== undefined) remark(does)
  await person(login)
  await succeeded(login)
}
