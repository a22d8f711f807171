// What may be told of an error that a plugin threw.
import { maskSetting } from '../config/mask-setting.js'
import { isRecord } from '../config/settings-tree.js'

const maximumLength = 300

/** Values of settings or environment that must not be told. Short ones are left out: replacing them would garble text. */
export function secretValues(record: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(record).flatMap(([key, value]) => {
    if (isRecord(value)) return secretValues(value)
    if (Array.isArray(value)) return value.flatMap((item: unknown) => secretValues({ [key]: item }))
    return typeof value === 'string' && value.length >= 6 && maskSetting([key], value) !== value ? [value] : []
  })
}

/** One printable line, without any of `secrets`. */
export function foreignReason(error: unknown, secrets: readonly string[]): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : 'something that is no Error'
  const line = text.split(/[\r\n]/, 1)[0] ?? ''
  const shown = secrets.reduce((shorter, secret) => shorter.replaceAll(secret, '…'), line)
  return shown.replaceAll(/\p{Cc}/gu, '').slice(0, maximumLength)
}
