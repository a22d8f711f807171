import type { ProviderPluginRuntime } from '@ccproxy/core'
import { defaultAccount } from './account-name.js'

/** One way to serve a request. */
export interface Candidate {
  readonly provider: ProviderPluginRuntime
  readonly account: string
  /** As the provider knows it. Absent: the request names none. */
  readonly model: string | undefined
}

/** For headers and logs, and what a cool-down is kept by: `provider/model`, `provider@account/model`. */
export function candidateLabel({ provider, account, model }: Candidate): string {
  const name = account === defaultAccount ? provider.name : `${provider.name}@${account}`
  if (model === undefined) return name
  // A client wrote it, and it goes into a header.
  return `${name}/${model.slice(0, 128).replaceAll(/[^\x21-\x7e]|[",;]/g, '?')}`
}
