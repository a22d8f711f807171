import { expect, test } from 'vitest'
import { corePackage, workspaceOf } from '../__fixtures__/small-workspace.ts'
import { fileNames } from './file-names.ts'

test.each(['src/utils.ts', 'src/helpers/parse.ts', 'src/misc.test.ts', 'src/storage/common.ts'])(
  'refuses %s',
  (path) => {
    expect(fileNames(workspaceOf(corePackage({ [path]: '' })))).toEqual([
      { rule: 'file-names', path: `packages/core/${path}`, message: expect.stringContaining('says nothing') },
    ])
  },
)

test('refuses a second index.ts', () => {
  expect(fileNames(workspaceOf(corePackage({ 'src/storage/index.ts': '' })))).toEqual([
    {
      rule: 'file-names',
      path: 'packages/core/src/storage/index.ts',
      message: 'an index.ts is src/index.ts, or what package.json exports',
    },
  ])
})

test('takes the index of an entry', () => {
  const exports = { './faults': { '@ccproxy/source': './src/faults/index.ts', default: './dist/faults/index.js' } }
  expect(fileNames(workspaceOf(corePackage({ 'src/faults/index.ts': '' }, { exports })))).toEqual([])
})

test('takes names that hold such a word among others', () => {
  expect(fileNames(workspaceOf(corePackage({ 'src/shared-cool-down.ts': '', 'docs/utils.md': '' })))).toEqual([])
})
