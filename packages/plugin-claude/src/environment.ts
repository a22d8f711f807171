/** Where a plugin's environment variables come from; never the process itself. */
export type Environment = Readonly<Record<string, string | undefined>>

/** A variable that is set to nothing (as CI does with defaults) is not set. */
export function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}
