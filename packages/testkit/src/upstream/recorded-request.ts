/** A request exactly as it came. Grows while its body arrives. */
export interface RecordedRequest {
  readonly method: string
  /** The request target as it was sent: path and query, or absolute form. */
  readonly target: string
  /** Name, value, name, value, …: case, order and duplicates as they came. */
  readonly rawHeaders: readonly string[]
  /** All bytes that have come until now. */
  readonly body: Buffer
  /** The whole body has come. */
  readonly complete: boolean
  /** The client went away before it had the whole answer. */
  readonly aborted: boolean
  /** When the head came, epoch ms. */
  readonly receivedAt: number
  /** Of the connection: two requests with one port shared it. */
  readonly remotePort: number | undefined
  /** Whatever the case of its name; undefined when absent, joined with ', ' when it came several times. */
  header(name: string): string | undefined
  /** The body as text. */
  text(): string
}
