// A tree of settings against a schema: unknown keys and wrong values, each named as the person wrote it.
import type { StandardSchemaV1 } from '@standard-schema/spec'
import type { SettingSource } from './host-settings.js'
import { interpretSettings } from './interpret-settings.js'
import { maskSetting } from './mask-setting.js'
import { dottedKey } from './setting-keys.js'
import { inSource, type SettingProblem } from './setting-problem.js'
import type { SettingsShape } from './settings-shape.js'
import { leavesOf, nodeAt, plainValue, type SettingsTable } from './settings-tree.js'

export interface SettingsCheck {
  readonly tree: SettingsTable
  readonly schema: StandardSchemaV1
  readonly shape: SettingsShape
  /** Where the tree hangs: `[]` for the host, `['plugins', 'claude']` for a plugin. */
  readonly path: readonly string[]
  /** Of tables that hold no value. */
  readonly origin?: SettingSource
}

/** Property names → keys as files write them; keys of maps stay. */
function writtenPath(issue: StandardSchemaV1.Issue, shape: SettingsShape): readonly string[] {
  let here: SettingsShape | undefined = shape
  return (issue.path ?? []).map((segment) => {
    const property = String(typeof segment === 'object' ? segment.key : segment)
    if (here?.kind !== 'table') {
      here = here?.kind === 'list' ? here.items : undefined
      return property
    }
    const [key, named] = [...here.named].find(([, candidate]) => candidate.property === property) ?? [property]
    here = named?.shape ?? here.others
    return key
  })
}

/** A schema may quote what it was given; a secret must not get into the message that way. */
function withoutSecret(message: string, path: readonly string[], value: unknown): string {
  if (value === '' || (typeof value !== 'string' && typeof value !== 'number')) return message
  return maskSetting(path, value) === value ? message : message.replaceAll(String(value), '…')
}

function invalidSetting(issue: StandardSchemaV1.Issue, check: SettingsCheck): SettingProblem {
  const path = writtenPath(issue, check.shape)
  // An item of a list has no leaf of its own: its list has.
  let node = nodeAt(check.tree, path)
  for (let length = path.length - 1; node === undefined && length > 0; length -= 1) {
    const above = nodeAt(check.tree, path.slice(0, length))
    if (above !== undefined && !(above instanceof Map)) node = above
  }
  const key = `"${dottedKey([...check.path, ...path])}"`
  if (node === undefined && path.length > 0) {
    return { code: 'CCPROXY_CONFIG_INVALID_VALUE', message: `${key} is needed and not set: ${issue.message}` }
  }
  const leaf = node === undefined ? undefined : leavesOf(node)[0]?.leaf
  const value = node === undefined ? undefined : plainValue(node)
  const reason = withoutSecret(issue.message, path, value)
  return { code: 'CCPROXY_CONFIG_INVALID_VALUE', message: `${key}${inSource(leaf?.source)}: ${reason}` }
}

/** @returns the schema's input in the spelling of code, and everything that is wrong with it */
export async function checkSettings(
  check: SettingsCheck,
): Promise<{ readonly value: unknown; readonly problems: readonly SettingProblem[] }> {
  const { value, problems } = interpretSettings(check.tree, {
    shape: check.shape,
    path: check.path,
    origin: check.origin,
  })
  const result = await check.schema['~standard'].validate(value)
  const invalid = (result.issues ?? []).map((issue) => invalidSetting(issue, check))
  return { value, problems: [...problems, ...invalid] }
}
