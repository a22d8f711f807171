import { coerceText } from './coerce-text.js'
import type { SettingSource } from './host-settings.js'
import type { SettingProblem } from './setting-problem.js'
import type { SettingsShape, TableShape } from './settings-shape.js'
import {
  isRecord,
  isTable,
  leavesOf,
  plainValue,
  type SettingsLeaf,
  type SettingsNode,
  type SettingsTable,
  treeOf,
} from './settings-tree.js'
import { unknownSetting } from './unknown-setting.js'

export interface InterpretedSettings {
  /** Keys that the shape names in camelCase, text of environment and flags coerced; unknown keys are left out. */
  readonly value: unknown
  readonly problems: readonly SettingProblem[]
}

interface Root {
  readonly shape: SettingsShape
  readonly path: readonly string[]
  /** Of tables that hold no value. */
  readonly origin?: SettingSource | undefined
}

function interpretLeaf(
  leaf: SettingsLeaf,
  shape: SettingsShape,
  path: readonly string[],
  root: Root,
): InterpretedSettings {
  const isText = leaf.source.kind === 'environment' || leaf.source.kind === 'flag'
  const value = isText && typeof leaf.value === 'string' ? coerceText(leaf.value, shape) : leaf.value
  if (shape.kind === 'list' && Array.isArray(value)) {
    const items = value.map((item: unknown, index) =>
      interpretLeaf({ ...leaf, value: item }, shape.items, [...path, String(index)], root),
    )
    return { value: items.map((item) => item.value), problems: items.flatMap((item) => item.problems) }
  }
  if (shape.kind !== 'table' || !isRecord(value)) return { value, problems: [] }
  return interpretTable(
    treeOf(value, () => leaf.source),
    shape,
    path,
    root,
  )
}

function interpretTable(
  table: SettingsTable,
  shape: TableShape,
  path: readonly string[],
  root: Root,
): InterpretedSettings {
  const entries: [string, unknown][] = []
  const problems: SettingProblem[] = []
  for (const [key, child] of table) {
    const here = [...path, key]
    const named = shape.named.get(key)
    const childShape = named?.shape ?? shape.others
    if (childShape === undefined) {
      problems.push(
        unknownSetting({ path: here, source: leavesOf(child)[0]?.leaf.source ?? root.origin, table: shape, root }),
      )
    } else {
      const nested = interpretNode(child, childShape, here, root)
      entries.push([named?.property ?? key, nested.value])
      problems.push(...nested.problems)
    }
  }
  return { value: Object.fromEntries(entries), problems }
}

function interpretNode(
  node: SettingsNode,
  shape: SettingsShape,
  path: readonly string[],
  root: Root,
): InterpretedSettings {
  if (!isTable(node)) return interpretLeaf(node, shape, path, root)
  return shape.kind === 'table' ? interpretTable(node, shape, path, root) : { value: plainValue(node), problems: [] }
}

/** Settings as written → input of their schema. `root.path` is where the tree hangs (`plugins.claude`). */
export function interpretSettings(tree: SettingsTable, root: Root): InterpretedSettings {
  return interpretNode(tree, root.shape, root.path, root)
}
