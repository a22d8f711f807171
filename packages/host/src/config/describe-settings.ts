import { coerceText } from './coerce-text.js'
import type { Configuration, SettingSource } from './host-settings.js'
import { hostSettingsShape } from './host-settings-schema.js'
import { masked, maskSetting } from './mask-setting.js'
import { dottedKey } from './setting-keys.js'
import { type SettingsShape, shapeOfSchema, unknownShape } from './settings-shape.js'
import { isRecord } from './settings-tree.js'

/** One effective setting, as `config show` prints it. */
export interface SettingRow {
  /** Dotted, snake_case. */
  readonly key: string
  /** Secrets are masked. */
  readonly value: unknown
  readonly source: SettingSource
}

type Sources = Configuration['sources']

function rowsOf(
  value: unknown,
  shape: SettingsShape,
  path: readonly string[],
  sources: Sources,
): readonly SettingRow[] {
  if (shape.kind === 'table' && (value === undefined || isRecord(value))) {
    const record = value ?? {}
    const named = [...shape.named].flatMap(([key, { property, shape: nested, fallback }]) =>
      // The host's own settings have been mapped, those of plugins are as they were written.
      rowsOf(record[key] ?? record[property] ?? fallback, nested, [...path, key], sources),
    )
    const properties = new Set([...shape.named].flatMap(([key, { property }]) => [key, property]))
    const others = Object.keys(record).filter((key) => !properties.has(key))
    return [
      ...named,
      ...others.flatMap((key) => {
        const here = [...path, key]
        if (shape.others !== undefined) return rowsOf(record[key], shape.others, here, sources)
        // A misspelt key: what it was meant for may be a secret.
        return rowsOf(record[key], unknownShape, here, sources).map((row) => ({ ...row, value: masked }))
      }),
    ]
  }
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, nested]) => rowsOf(nested, unknownShape, [...path, key], sources))
  }
  if (value === undefined) return []
  const key = dottedKey(path)
  const source = sources.get(key) ?? { kind: 'default' }
  const meant = source.kind === 'environment' && typeof value === 'string' ? coerceText(value, shape) : value
  return [{ key, value: maskSetting(path, meant), source }]
}

/**
 * Every effective setting with where it came from.
 * @param schemas the settings schema of each plugin; its defaults are then listed too
 */
export function describeSettings(
  { settings, sources }: Configuration,
  schemas: ReadonlyMap<string, unknown> = new Map<string, unknown>(),
): readonly SettingRow[] {
  const { plugins, ...host } = settings
  const names = [...new Set([...Object.keys(plugins), ...schemas.keys()])].toSorted()
  return [
    ...rowsOf(host, hostSettingsShape, [], sources),
    ...names.flatMap((name) => {
      const own = Object.hasOwn(plugins, name) ? plugins[name] : undefined
      const path = ['plugins', name]
      return [
        ...rowsOf(own?.enabled, { kind: 'boolean' }, [...path, 'enabled'], sources),
        ...rowsOf(own?.values ?? {}, shapeOfSchema(schemas.get(name)), path, sources),
      ]
    }),
  ]
}
