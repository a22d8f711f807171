/** What one client, or all of them, may take of this process. */
export interface ServerLimits {
  /** Connections at once; what is beyond is closed at once. */
  readonly connections: number
  /** Requests of one connection that wait for their answer (pipelining). */
  readonly pipelinedRequests: number
  /** Bytes of a path with its query. */
  readonly targetBytes: number
  /** Bytes of names and values. */
  readonly headerBytes: number
  readonly headers: number
  /** Milliseconds from the first moment of a connection, or of a request on it, to the end of its headers. */
  readonly headersMs: number
  /** Milliseconds that a connection may wait for its next request. */
  readonly keepAliveMs: number
  /** How often connections are looked at, ms. */
  readonly checkEveryMs: number
}

export const serverLimits: ServerLimits = {
  connections: 8192,
  pipelinedRequests: 64,
  targetBytes: 32 * 1024,
  headerBytes: 64 * 1024,
  headers: 1000,
  headersMs: 30_000,
  // Longer than client libraries keep a connection, so that it is they who let go.
  keepAliveMs: 75_000,
  checkEveryMs: 10_000,
}
