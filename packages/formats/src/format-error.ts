/** What cannot be translated, in words for whoever sent it. */
export class FormatError extends Error {
  override readonly name: string = 'FormatError'
  /** 400: the client's request; 502: the provider's answer. */
  readonly status: 400 | 502
  /** The field, in the dialect that it was read from: `messages.2.content.0.source`. */
  readonly field: string | undefined
  /** What clients of the dialect know the problem by. */
  readonly code: string | undefined

  constructor(status: 400 | 502, message: string, field?: string, code?: string) {
    super(message)
    this.status = status
    this.field = field
    this.code = code
  }
}
