// Nothing that an exchange or a refresh opened may stay: sockets, timers, and the objects of an exchange.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Vitals } from '../probe/vitals.ts'
import type { Soak } from '../soak.ts'

const looks = 3
const pauseMs = 250
/** For what ends by itself: connections that are being closed, finalizers of objects. */
const patienceMs = 30_000
/** For logins whose refresh just failed. */
const renewalMs = 60_000

const dialects = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const

/** What there is while nobody asks anything: of each kind the least that was seen, since logins go on being renewed. */
export class Rest {
  readonly #least = new Map<string, number>()

  add({ openSockets, resources, objects }: Vitals): void {
    const counts = new Map([['open sockets', openSockets]])
    for (const [kind, count] of Object.entries(resources)) counts.set(`active ${kind}`, count)
    for (const [kind, count] of Object.entries(objects)) counts.set(`held ${kind}`, count)
    const isFirst = this.#least.size === 0
    for (const [kind, count] of counts)
      this.#least.set(kind, Math.min(this.#least.get(kind) ?? (isFirst ? count : 0), count))
    for (const kind of this.#least.keys()) if (!counts.has(kind)) this.#least.set(kind, 0)
  }

  /** Kinds that this rest has more of than the other, in words. */
  above(other: Rest): readonly string[] {
    return [...this.#least].flatMap(([kind, count]) => {
      const before = other.#least.get(kind) ?? 0
      return count > before ? [`${count} ${kind} (${before} before the load)`] : []
    })
  }
}

/** Once everything that is loaded when it is needed has been loaded. */
export async function measureRest(soak: Soak): Promise<Rest> {
  const { accounts, load, served, form } = soak
  for (const provider of ['claude', 'huggingface', undefined] as const)
    for (const isStream of [true, false])
      for (const dialect of dialects) await load.ask({ account: accounts[0], provider, isStream, dialect })
  const rest = new Rest()
  for (let time = 0; time < looks; time += 1) {
    hangUp(soak)
    await sleep(pauseMs)
    rest.add(await served.readVitals(form))
  }
  return rest
}

/** Right after the load, while connections are kept: none may hold more than the last exchange of its own. */
export async function checkKept({ served, form, problems }: Soak): Promise<void> {
  const { openSockets, objects } = await served.readVitals(form)
  const held = objects['ServerResponse'] ?? 0
  if (held > openSockets) problems.add('left open', `${held} ServerResponse, held by ${openSockets} connections`)
}

/** Looks until nothing is above the rest of before. What still is after half a minute is a problem. */
export async function compareRest(soak: Soak, before: Rest): Promise<void> {
  const { server, served, form, providers, problems } = soak
  await endRenewals(soak)
  const now = new Rest()
  const deadline = performance.now() + patienceMs
  do {
    hangUp(soak)
    await sleep(pauseMs)
    now.add(await served.readVitals(form))
  } while (now.above(before).length > 0 && performance.now() < deadline)
  for (const line of now.above(before)) problems.add('left open', line)
  for (const { busy } of providers)
    if (busy > 0) problems.add('left open', `${busy} requests at a provider whose clients have gone`)
  if (server.busy > 0) problems.add('left open', `${server.busy} requests at the authorization server`)
}

/** Both sides of the proxy end what nobody uses. */
function hangUp({ load, providers }: Soak): void {
  load.hangUp()
  for (const provider of providers) provider.hangUp()
}

/** From now on tokens live so long that none is due. */
async function endRenewals({ server }: Soak): Promise<void> {
  server.setLifetime((10 * renewalMs) / 1000)
  const deadline = performance.now() + renewalMs
  const isDue = (): boolean => server.logins.some(({ endsAt }) => endsAt < Date.now() + renewalMs)
  while (isDue() && performance.now() < deadline) await sleep(100)
}
