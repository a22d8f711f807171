// The life of a login: used, refused, broken, renewed, ended; and everything that is said meanwhile.
import { type Credential, tokenStatus } from '@ccproxy/core'
import { requestsOf } from '../client-requests/client-requests.js'
import type { FlowUnderTest, SignedIn } from '../flow-under-test.js'
import { standardAnswer } from '../plugin-under-test.js'
import { endGrant } from './end-grant.js'
import { printed } from './printed.js'
import { refuse } from './provider-refusals.js'

interface Life {
  /** Place → everything that was shown there. */
  readonly shown: Readonly<Record<string, string>>
  /** Long enough to be looked for. */
  readonly secrets: readonly string[]
}

type Show = (place: string, value: unknown) => void

const shortest = 6

export async function liveThrough(flow: FlowUnderTest): Promise<Life> {
  await using login = await flow.login()
  const { running, storage, key, interaction } = login
  const { manager, flows } = running.runtime
  const shown: Record<string, string> = {}
  const secrets = new Set<string>()
  const show: Show = (place, value) => {
    shown[place] = `${shown[place] ?? ''}\n${printed(value)}`
  }
  const used = flows.find(({ id }) => id === flow.declared.id)
  if (used !== undefined && 'clientSecret' in used && used.clientSecret !== undefined) secrets.add(used.clientSecret)
  const look = async (): Promise<Credential | undefined> => {
    const credential = await storage.read(key)
    const snapshot = await manager.snapshot(key)
    for (const secret of [...secretsOf(credential), snapshot.reveal()]) secrets.add(secret)
    show('the snapshot', snapshot)
    show('the status', tokenStatus(snapshot))
    return credential
  }
  const tell = (place: string, task: Promise<unknown>): Promise<void> =>
    task.then(
      (value) => show(place, value),
      (error: unknown) => show(place, error),
    )

  // A link may hold no token before somebody wants one.
  await manager.acquire(key)
  await look()
  show('the place where the login is kept', storage.describe(key))
  await useWhileRefused(flow, login, tell)
  await tell('the error of a refresh', manager.refresh(key))
  const credential = await look()
  if (flow.isOwn) await endGrant((await flow.plugin.servers()).sandbox, used, credential)
  await tell('the error of a refresh', manager.refresh(key))
  await look()

  show('what a person is told', [interaction?.notices, interaction?.prompts])
  shown['the log'] = running.watched.log.join('\n')
  for (const { payload } of running.watched.events) show('the payload of an event', payload)
  return { shown, secrets: [...secrets].filter(({ length }) => length >= shortest) }
}

async function useWhileRefused(
  flow: FlowUnderTest,
  { running }: SignedIn,
  tell: (place: string, task: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const { runtime } = running
  const { api } = await flow.plugin.servers()
  const [request] = requestsOf(runtime.adapter.dialects)
  if (request === undefined) return
  await using gateway = await running.startGateway()
  try {
    for (const answer of [standardAnswer, refuse(request.dialect, 500), refuse(request.dialect, 401)]) {
      api.setAnswer(answer)
      await gateway.send(request).answer()
      await tell('the answer of health', runtime.health(AbortSignal.timeout(2000)))
    }
  } finally {
    api.setAnswer(standardAnswer)
  }
}

function secretsOf(credential: Credential | undefined): readonly string[] {
  if (credential === undefined) return []
  const extra = Object.values(credential.extra)
  if (credential.kind === 'api-key') return [credential.apiKey, ...extra]
  if (credential.kind === 'linked') return [credential.minted?.accessToken ?? '', ...extra]
  return [credential.accessToken, credential.refreshToken ?? '', ...extra]
}
