import type { ApiKeyFlow } from '@ccproxy/core'
import { FlowNotReadyError } from './finding-error.js'

const body = 'fake-key-of-the-suite-0123456789'

/** A key that the flow accepts and nobody issued. @param given by the author. @throws FlowNotReadyError */
export function fakeApiKey({ id, pattern }: ApiKeyFlow, given: string | undefined): string {
  const beginning = /^\^([\w-]+)/.exec(pattern?.source ?? '')?.[1] ?? ''
  const key = given ?? beginning + body
  if (pattern === undefined || key.search(pattern) !== -1) return key
  throw new FlowNotReadyError({
    problem: `no key can be made up that matches the pattern of the flow \`${id}\`, ${String(pattern)}`,
    fix: 'give `apiKey`: one that looks like a key of the provider and is none',
  })
}
