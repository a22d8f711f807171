import { emptyTable, mergeTrees, type SettingsTable, treeWith } from './settings-tree.js'

/** What the command line sets; text is coerced as that of the environment is. */
export interface ConfigurationFlags {
  readonly host?: string | undefined
  readonly port?: string | number | undefined
  readonly logLevel?: string | undefined
  readonly logFormat?: string | undefined
  /** Turns the offline provider on. */
  readonly sandbox?: boolean | undefined
  /** One more settings file, above all other files. */
  readonly config?: string | undefined
}

const paths: Readonly<Record<Exclude<keyof ConfigurationFlags, 'config'>, [string, readonly string[]]>> = {
  host: ['--host', ['server', 'host']],
  port: ['--port', ['server', 'port']],
  logLevel: ['--log-level', ['logging', 'level']],
  logFormat: ['--log-format', ['logging', 'format']],
  sandbox: ['--sandbox', ['plugins', 'sandbox', 'enabled']],
}

/** The flags as the highest layer; what is not given sets nothing. */
export function flagLayer(flags: ConfigurationFlags): SettingsTable {
  const values: Readonly<Record<string, unknown>> = { ...flags }
  return Object.entries(paths).reduce((layer, [name, [flag, path]]) => {
    const value = values[name]
    return value === undefined ? layer : mergeTrees(layer, treeWith(path, { value, source: { kind: 'flag', flag } }))
  }, emptyTable)
}
