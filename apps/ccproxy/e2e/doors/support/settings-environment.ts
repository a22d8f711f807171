/** Settings of a plugin, as under `[plugins.<name>]`, as the variables that set the same. */
export function settingsEnvironment(
  provider: string,
  settings: Readonly<Record<string, unknown>>,
): Record<string, string> {
  return Object.fromEntries(entriesOf(`PLUGINS__${provider}`, settings))
}

function entriesOf(prefix: string, settings: object): readonly (readonly [name: string, value: string])[] {
  return Object.entries(settings).flatMap(([key, value]: [string, unknown]) => {
    const name = `${prefix}__${key}`.toUpperCase()
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return entriesOf(name, value)
    return [[name, typeof value === 'string' ? value : JSON.stringify(value)] as const]
  })
}
