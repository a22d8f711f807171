import { parseSync } from 'vite'
import type { SourceFile } from './workspace.ts'

/** A map, set or list that is filled after it was made, and may live longer than a call. */
export interface KeptCollection {
  /** As in the source: `#accounts`, `bases`. */
  readonly name: string
  /** The class or function that it belongs to; `module` for one of the file itself. */
  readonly owner: string
}

const collections: ReadonlySet<string> = new Set(['Map', 'Set', 'WeakMap', 'WeakSet'])
const classTypes: ReadonlySet<string> = new Set(['ClassDeclaration', 'ClassExpression'])
const functionTypes: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
])

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Where a node stands. */
interface Place {
  readonly owner: string
  /** The function around it; absent: none. */
  readonly inside?: Node
}

/**
 * Those of class fields, of modules, and of functions in which another function fills them. What is only read is a constant,
 * and what nobody else fills ends with its call.
 */
export function keptCollections({ path, text }: SourceFile): readonly KeptCollection[] {
  const found: KeptCollection[] = []
  const { program } = parseSync(path, text)
  if (isNode(program)) visit(program, { owner: 'module' })
  return found

  function visit(node: Node, place: Place): void {
    if (isCollectionOf(node, text)) note(node, place)
    const next = placeIn(node, place)
    for (const value of Object.values(node))
      for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, next)
  }

  function note(node: Node, { owner, inside }: Place): void {
    const name = nameOf(node['key'] ?? node['id'])
    if (name === undefined) return
    const fillers = inside === undefined ? [text] : functionsIn(inside).map(({ start, end }) => text.slice(start, end))
    if (fillers.some((filler) => fills(name, filler))) found.push({ name, owner })
  }
}

function placeIn(node: Node, place: Place): Place {
  if (classTypes.has(node.type)) return { owner: nameOf(node['id']) ?? 'class' }
  return functionTypes.has(node.type) ? { owner: nameOf(node['id']) ?? place.owner, inside: node } : place
}

/** A field or a variable that begins as a collection, or is declared as one. */
function isCollectionOf(node: Node, text: string): boolean {
  if (node.type !== 'PropertyDefinition' && node.type !== 'VariableDeclarator') return false
  const value = node['value'] ?? node['init']
  if (!isNode(value)) return /:.*(?<!Readonly)(?:Map|Set)</.test(text.slice(node.start, node.end))
  if (value.type === 'ArrayExpression') return true
  return value.type === 'NewExpression' && collections.has(nameOf(value['callee']) ?? '')
}

function functionsIn(node: Node): readonly Node[] {
  const children = Object.values(node).flat().filter(isNode)
  return children.flatMap((child) => [...(functionTypes.has(child.type) ? [child] : []), ...functionsIn(child)])
}

function fills(name: string, text: string): boolean {
  const target = name.startsWith('#') ? String.raw`\.${name}` : String.raw`(?<![.#\w])${name}`
  const declaration = new RegExp(String.raw`\b(?:const|let) ${name}\b[^=\n]*= `, 'g')
  const filling = new RegExp(String.raw`${target}(?:\.(?:add|set|push|unshift|splice)\(| (?:\?\?)?= )`)
  return filling.test(text.replaceAll(declaration, ''))
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node) || typeof node['name'] !== 'string') return undefined
  return node.type === 'PrivateIdentifier' ? `#${node['name']}` : node['name']
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  )
}
