// The authorization server of the tests: the sandbox, with every token request recorded, so that its secrets are known.
import {
  type Answer,
  type RecordedRequest,
  type RecordingUpstream,
  type Sandbox,
  type SandboxOptions,
  startRecordingUpstream,
  startSandbox,
} from '@ccproxy/testkit'

export interface LoginServer {
  readonly sandbox: Sandbox
  /** Token requests, as they came. */
  readonly tokenRequests: RecordingUpstream['requests']
  /** Those of them that are refreshes. */
  readonly refreshes: RecordingUpstream['requests']
  /** Holds the next token request: on its way to the authorization server, or its answer on the way back. */
  holdNext(what: 'request' | 'answer'): HeldExchange
  /** Answers the next token request instead of the authorization server. */
  answerNext(answer: Answer): void
  /** Settings of plugin-claude that point at it. */
  readonly environment: Readonly<Record<string, string>>
  /** Codes, verifiers and tokens that went over the wire until now. */
  readonly secrets: () => readonly string[]
  [Symbol.asyncDispose](): Promise<void>
}

interface HeldExchange {
  /** Resolves when it is held. */
  readonly held: Promise<void>
  release(): void
}

const secretNames = ['code', 'code_verifier', 'refresh_token', 'access_token', 'token', 'client_secret', 'id_token']

/** `apiOrigin`: where plugin-claude sends its requests; default the offline model. */
export async function startLoginServer(
  options: SandboxOptions & { readonly apiOrigin?: string } = {},
): Promise<LoginServer> {
  const sandbox = await startSandbox(options)
  const seen = new Set<string>()
  const holds: { readonly what: 'request' | 'answer'; wait(): Promise<void> }[] = []
  const recorder = await startRecordingUpstream({
    answer: async (request, response) => {
      const contentType = request.header('content-type') ?? ''
      remember(seen, contentType, request.text())
      const hold = holds.shift()
      if (hold?.what === 'request') await hold.wait()
      const answer = await fetch(sandbox.endpoints.token, {
        method: 'POST',
        headers: { 'content-type': contentType },
        body: new Uint8Array(request.body),
      })
      const text = await answer.text()
      remember(seen, 'application/json', text)
      if (hold?.what === 'answer') await hold.wait()
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' }).end(text)
    },
  })
  return {
    sandbox,
    tokenRequests: recorder.requests,
    get refreshes() {
      return recorder.requests.filter((request) => grantOf(request) === 'refresh_token')
    },
    holdNext(what) {
      const held = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      const wait = (): Promise<void> => {
        held.resolve()
        return released.promise
      }
      holds.push({ what, wait })
      return { held: held.promise, release: released.resolve }
    },
    answerNext: (answer) =>
      recorder.answerNext((request, response) => {
        remember(seen, request.header('content-type') ?? '', request.text())
        return answer(request, response)
      }),
    environment: {
      PLUGINS__CLAUDE__BASE_URL: options.apiOrigin ?? sandbox.origin,
      PLUGINS__CLAUDE__OAUTH__CLIENT_ID: sandbox.clients.public.clientId,
      PLUGINS__CLAUDE__OAUTH__AUTHORIZE_URL: sandbox.endpoints.authorize,
      PLUGINS__CLAUDE__OAUTH__TOKEN_URL: `${recorder.origin}/token`,
      PLUGINS__CLAUDE__OAUTH__SCOPES: 'inference,offline_access',
    },
    secrets: () => [...seen],
    [Symbol.asyncDispose]: async () => {
      await recorder.close()
      await sandbox.close()
    },
  }
}

function grantOf(request: RecordedRequest): string {
  const { grant_type: grant } = fieldsOf(request.header('content-type') ?? '', request.text())
  return typeof grant === 'string' ? grant : ''
}

function fieldsOf(contentType: string, text: string): Readonly<Record<string, unknown>> {
  return contentType.includes('json') ? jsonFields(text) : Object.fromEntries(new URLSearchParams(text))
}

function remember(seen: Set<string>, contentType: string, text: string): void {
  const fields = fieldsOf(contentType, text)
  for (const name of secretNames) {
    const value = fields[name]
    if (typeof value === 'string' && value.length > 8) seen.add(value)
  }
}

function jsonFields(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
