import { expect, test } from 'vitest'
import { importsOf, packageOf } from './imports-of.ts'

test('names every module once, types included, and no text that only looks like one', () => {
  const text = `
    import type { A } from 'a'
    import { b } from 'b'
    import 'a'
    export { c } from './c.js'
    export type * from 'd'
    const e = await import('e')
    const f = await import(b)
    const g = "import 'g'" // import 'h'
  `
  expect(importsOf({ path: 'x.ts', text }).toSorted()).toEqual(['./c.js', 'a', 'b', 'd', 'e'])
})

test('a specifier names a package by its first one or two segments', () => {
  expect(['@a/b', '@a/b/c', 'a', 'a/b', './a', '../a', 'node:fs'].map(packageOf)).toEqual([
    '@a/b',
    '@a/b',
    'a',
    'a',
    undefined,
    undefined,
    undefined,
  ])
})
