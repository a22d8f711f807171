// What any kind of plugin may bring beside its main job.

export interface Health {
  readonly status: 'ok' | 'degraded' | 'down'
  readonly detail?: string
  readonly hint?: string
  /**
   * True when the check says nothing about the credential: the provider was not reached, asked to wait, or failed. Absent:
   * false, or not known.
   */
  readonly isTemporary?: boolean
}

export interface PluginCommand {
  readonly name: string
  readonly description: string
  /** Resolves with the exit code; nothing = 0. */
  run(invocation: {
    /**
     * The words after the command. The flags of the program are taken out wherever they stand before `--`:
     * `--json`, `--debug`, `--config`, `--log-level`, `--sandbox` and `--plugin`.
     */
    readonly args: readonly string[]
    /** True when `--json` was given. */
    readonly json: boolean
    readonly print: (value: unknown) => void
    readonly signal: AbortSignal
  }): Promise<number | undefined> | Promise<void>
}

/** A Hono app is one. Mounted at /plugins/{name}, behind the same host, origin and key checks as everything else. */
export interface FetchHandler {
  fetch(request: Request): Response | Promise<Response>
}
