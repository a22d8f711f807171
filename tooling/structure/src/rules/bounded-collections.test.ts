import { expect, test } from 'vitest'
import { corePackage, workspaceOf } from '../__fixtures__/small-workspace.ts'
import { boundedCollections } from './bounded-collections.ts'

const bound = { entry: '', limit: '', test: ['', ''] } as const
const message = (name: string, owner: string): string =>
  `${name} of ${owner} is kept: give it a limit, and write it with its test into tooling/structure/src/bounds`

test.each([
  ['a field', 'class A { readonly #all = new Map<string, string>()\n set(k) { this.#all.set(k, k) } }', '#all', 'A'],
  ['a list', 'class A { #all: string[] = []\n add(k) { this.#all.push(k) } }', '#all', 'A'],
  ['a list that is replaced', 'class A { #all = []\n add(k) { this.#all = [...this.#all, k] } }', '#all', 'A'],
  ['a field that is made later', 'class A { readonly #all: Set<string>\n add(k) { this.#all.add(k) } }', '#all', 'A'],
  ['one of the module', 'const known = new Set()\nexport const f = (k) => known.add(k)', 'known', 'module'],
  [
    'one that a function keeps',
    'function make() { const seen = new Map()\n return (k) => seen.set(k, k) }',
    'seen',
    'make',
  ],
  ['weak ones, too', 'class A { #all = new WeakMap()\n add(k) { this.#all.set(k, k) } }', '#all', 'A'],
])('finds %s', (_what, text, name, owner) => {
  const core = corePackage({ 'src/a.ts': text })
  expect(boundedCollections(workspaceOf(core), [])).toEqual([
    { rule: 'bounded-collections', path: 'packages/core/src/a.ts', message: message(name, owner) },
  ])
  expect(boundedCollections(workspaceOf(core), [{ ...bound, file: 'packages/core/src/a.ts', name }])).toEqual([])
})

test.each([
  ['a constant', "const all = new Set(['a'])\nexport const f = (k) => all.has(k)"],
  ['what a call makes for itself', 'export function f(k) { const all = []\n all.push(k)\n return all }'],
  ['a field that is only read', 'class A { readonly #all = new Map()\n get(k) { return this.#all.get(k) } }'],
  ['another name that ends alike', 'const all = [1]\nexport const f = (x) => x.all.push(1)'],
])('lets %s be', (_what, text) => {
  expect(boundedCollections(workspaceOf(corePackage({ 'src/a.ts': text })), [])).toEqual([])
})

test('a test keeps what it likes', () => {
  const text = 'const all = []\nexport const f = (k) => all.push(k)'
  const core = corePackage({ 'src/a.test.ts': text, 'src/__fixtures__/a.ts': text })
  expect(boundedCollections(workspaceOf(core), [])).toEqual([])
})

test('finds a bound of something that is gone', () => {
  const gone = { ...bound, file: 'packages/core/src/a.ts', name: '#all' }
  expect(boundedCollections(workspaceOf(corePackage({ 'src/a.ts': '' })), [gone])).toEqual([
    { rule: 'bounded-collections', path: gone.file, message: '#all is kept no more: take it out of the bounds' },
  ])
})
