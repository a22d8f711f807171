import { type CCProxyError, isCCProxyError } from '@ccproxy/core'
import { createScriptedInteraction, type ScriptedInteraction } from '@ccproxy/testkit'

/** Sits in front of the browser and does nothing by itself. */
export function person(): ScriptedInteraction {
  return createScriptedInteraction({ person: 'does-nothing' })
}

/** The error of ours that a sign-in failed with. */
export async function failureOf(login: Promise<unknown>): Promise<CCProxyError> {
  const error: unknown = await login.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!isCCProxyError(error)) throw new Error('the sign-in did not fail with an error of ours')
  return error
}
