import { accountName } from './account-name.js'

/** A model as people write it: `provider/model` or `provider@account/model`. */
export interface ModelReference {
  readonly provider: string
  /** Absent: none was named. */
  readonly account: string | undefined
  /** As the provider knows it; may have slashes of its own (`openrouter/openai/gpt-5`). */
  readonly model: string
}

/**
 * Reads the provider in front of a model, if there is one.
 * @param isProvider whether one of that name runs; other first segments belong to the model
 * @throws CCPROXY_CREDENTIAL_ACCOUNT_NAME
 */
export function parseReference(text: string, isProvider: (name: string) => boolean): ModelReference | undefined {
  const slash = text.indexOf('/')
  const first = slash === -1 ? '' : text.slice(0, slash)
  const at = first.indexOf('@')
  const provider = at === -1 ? first : first.slice(0, at)
  const model = text.slice(slash + 1)
  if (model === '' || !isProvider(provider)) return undefined
  return {
    provider,
    account: at === -1 ? undefined : accountName(first.slice(at + 1), `the model’s ${provider}@…`),
    model,
  }
}
