/** Which ids of tool calls a dialect takes. */
export interface ToolIdRule {
  /** Of the whole id. */
  readonly pattern: RegExp
  readonly maxLength: number
  /** Of ids that we make: `toolu_`. */
  readonly prefix: string
}
