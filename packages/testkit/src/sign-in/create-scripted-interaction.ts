import type { LoginInteraction } from '@ccproxy/core'
import { walkRedirects } from './walk-redirects.js'

/** What the person does once an address was shown. */
export type ScriptedPerson =
  /** Visits it, up to and including the loopback callback. Enters the user code of a device flow. */
  | 'follows'
  /** Visits it elsewhere, where the callback leads nowhere, and pastes what the browser shows. */
  | 'pastes-url'
  | 'pastes-code'
  | 'pastes-code-and-state'
  /** Visits it, and pastes the code that the page shows in a `<code>` element. */
  | 'pastes-shown-code'
  /** Comes back with `access_denied`. */
  | 'denies'
  | 'does-nothing'

export interface ScriptedInteractionOptions {
  /** Default `follows`. */
  readonly person?: ScriptedPerson
  /** For prompts, one each, before anything is pasted: an API key, for example. */
  readonly answers?: readonly string[]
  /** Visited instead of the address that was shown: `openUrl` is the one-time local address. Default `url`. */
  readonly visits?: 'url' | 'openUrl'
}

export interface ShownUrl {
  readonly url: URL
  readonly userCode?: string
  readonly openUrl?: URL
}

export interface ScriptedInteraction extends LoginInteraction {
  readonly shown: readonly ShownUrl[]
  readonly prompts: readonly { readonly question: string; readonly secret: boolean }[]
  readonly notices: readonly string[]
  /** Ctrl-C. */
  giveUp(): void
  /** What the person saw at the end. Rejects when the walk failed; waits until an address was shown. */
  finished(): Promise<{ readonly status: number; readonly url: URL; readonly page: string }>
}

/** A person who needs no browser. */
export function createScriptedInteraction(options: ScriptedInteractionOptions = {}): ScriptedInteraction {
  const { person = 'follows', visits = 'url' } = options
  const answers = [...(options.answers ?? [])]
  const shown: ShownUrl[] = []
  const prompts: { question: string; secret: boolean }[] = []
  const notices: string[] = []
  const abort = new AbortController()
  const pasted = Promise.withResolvers<string>()
  const finished = Promise.withResolvers<Awaited<ReturnType<ScriptedInteraction['finished']>>>()
  // Both may fail before anyone asks.
  pasted.promise.catch(() => {})
  finished.promise.catch(() => {})

  async function act(address: ShownUrl): Promise<void> {
    try {
      if (person === 'does-nothing') return
      if (person === 'follows' || person === 'denies') finished.resolve(await visit(startOf(address), person))
      else if (person === 'pastes-shown-code') pasted.resolve(await shownCode(address.url))
      else pasted.resolve(await copyCallback(address.url, person))
    } catch (error) {
      pasted.reject(error)
      finished.reject(error)
    }
  }

  function startOf({ url, openUrl, userCode }: ShownUrl): URL {
    const start = new URL(visits === 'openUrl' && openUrl !== undefined ? openUrl : url)
    if (userCode !== undefined) start.searchParams.set('user_code', userCode)
    return start
  }

  return {
    shown,
    prompts,
    notices,
    signal: abort.signal,
    giveUp: () => abort.abort(),
    finished: () => finished.promise,
    notify: (message) => {
      notices.push(message)
    },
    showUrl: async (url, extra) => {
      const address = { url, ...extra }
      shown.push(address)
      // Not awaited: the sign-in waits for the callback only after it has shown the address.
      void act(address)
    },
    prompt: (question, { secret = false, signal } = {}) => {
      prompts.push({ question, secret })
      const answer = answers.shift()
      return answer === undefined ? orAborted(pasted.promise, signal) : Promise.resolve(answer)
    },
  }
}

async function visit(start: URL, person: 'follows' | 'denies') {
  const callback = start.searchParams.get('redirect_uri')
  const target = person === 'denies' && callback !== null ? deniedCallback(start, callback) : start
  const { url, response } = await walkRedirects(target)
  return { status: response?.status ?? 0, url, page: (await response?.text()) ?? '' }
}

function deniedCallback({ searchParams }: URL, callback: string): URL {
  const url = new URL(callback)
  url.searchParams.set('error', 'access_denied')
  const state = searchParams.get('state')
  if (state !== null) url.searchParams.set('state', state)
  return url
}

/** What a person would copy from the address bar after the browser could not open the callback. */
async function copyCallback(start: URL, form: 'pastes-url' | 'pastes-code' | 'pastes-code-and-state'): Promise<string> {
  const callback = start.searchParams.get('redirect_uri') ?? ''
  const { url } = await walkRedirects(start, (next) => next.href.startsWith(callback) && next.href !== start.href)
  if (form === 'pastes-url') return url.href
  const code = url.searchParams.get('code') ?? ''
  return form === 'pastes-code' ? code : `${code}#${url.searchParams.get('state') ?? ''}`
}

async function shownCode(start: URL): Promise<string> {
  const { response } = await walkRedirects(start)
  return /<code>([^<]+)<\/code>/.exec((await response?.text()) ?? '')?.[1] ?? ''
}

function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DOMException('the prompt was withdrawn', 'AbortError'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject)
  })
}
