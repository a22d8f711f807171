// Settings as they were written (snake_case), each value with where it came from.
import type { SettingSource } from './host-settings.js'

export interface SettingsLeaf {
  readonly value: unknown
  readonly source: SettingSource
}
/** A Map, so that no key of a file can reach a prototype. */
export type SettingsTable = ReadonlyMap<string, SettingsNode>
export type SettingsNode = SettingsLeaf | SettingsTable

export const emptyTable: SettingsTable = new Map<string, SettingsNode>()

export function isTable(node: SettingsNode): node is SettingsTable {
  return node instanceof Map
}

/** True for what TOML and JSON call a table or object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

/** @param sourceOf where the value at a path came from */
export function treeOf(
  record: Readonly<Record<string, unknown>>,
  sourceOf: (path: readonly string[]) => SettingSource,
  path: readonly string[] = [],
): SettingsTable {
  return new Map(
    Object.entries(record).map(([key, value]) => {
      const here = [...path, key]
      return [key, isRecord(value) ? treeOf(value, sourceOf, here) : { value, source: sourceOf(here) }]
    }),
  )
}

/** A tree that holds one value. */
export function treeWith(path: readonly string[], leaf: SettingsLeaf): SettingsTable {
  const [key = '', ...rest] = path
  return new Map([[key, rest.length === 0 ? leaf : treeWith(rest, leaf)]])
}

/** Tables are merged, anything else is replaced by `higher`. */
export function mergeTrees(lower: SettingsTable, higher: SettingsTable): SettingsTable {
  const merged = new Map(lower)
  for (const [key, node] of higher) {
    const below = merged.get(key)
    merged.set(key, below !== undefined && isTable(below) && isTable(node) ? mergeTrees(below, node) : node)
  }
  return merged
}

/** The node at a path. */
export function nodeAt(tree: SettingsTable, path: readonly string[]): SettingsNode | undefined {
  let node: SettingsNode | undefined = tree
  for (const key of path) {
    if (node === undefined || !isTable(node)) return undefined
    node = node.get(key)
  }
  return node
}

/** Every value with its path. */
export function leavesOf(
  node: SettingsNode,
  path: readonly string[] = [],
): readonly { readonly path: readonly string[]; readonly leaf: SettingsLeaf }[] {
  if (!isTable(node)) return [{ path, leaf: node }]
  return [...node].flatMap(([key, child]) => leavesOf(child, [...path, key]))
}

/** The values alone, keys as written. */
export function plainValue(node: SettingsNode): unknown {
  if (!isTable(node)) return node.value
  return Object.fromEntries([...node].map(([key, child]) => [key, plainValue(child)]))
}
