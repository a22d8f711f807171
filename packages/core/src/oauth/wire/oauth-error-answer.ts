import { isCCProxyError } from '../../errors/ccproxy-error.js'

/** What the server answered, as the cause of our error: its error code and nothing else of the body. */
export class OAuthErrorAnswer extends Error {
  override readonly name: string = 'OAuthErrorAnswer'
  /** RFC 6749 §5.2; undefined when only the status said it. */
  readonly error: string | undefined
  readonly status: number

  constructor(error: string | undefined, status: number) {
    super(error === undefined ? `status ${status}` : `${error} (status ${status})`)
    this.error = error
    this.status = status
  }
}

/** @returns the OAuth error code that our error was made from */
export function oauthErrorOf(error: unknown): string | undefined {
  return isCCProxyError(error) && error.cause instanceof OAuthErrorAnswer ? error.cause.error : undefined
}
