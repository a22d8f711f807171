/** A provider on the loopback interface that behaves as its documents say. */
export interface ProviderStandIn {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string
  /** Settings of the plugin, in snake_case as under `[plugins.<name>]`, that point every endpoint at it. */
  readonly settings: Readonly<Record<string, unknown>>
  /** What the program's environment must hold beside them (a PATH with a fake owner command, HOME, …). */
  readonly environment: Readonly<Record<string, string>>
  /** Every request to a token endpoint, in order. */
  readonly tokenRequests: readonly { readonly grant: string; readonly status: number }[]
  /** Every request to the API. Secrets stay in memory. */
  readonly apiRequests: readonly {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
  }[]
  /** From now on the API refuses every access token given so far with 401. */
  expireTokens(): void
  stop(): Promise<void>
}
