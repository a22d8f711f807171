import { expect, test } from 'vitest'
import { corePackage, workspaceOf } from '../__fixtures__/small-workspace.ts'
import { fileSize } from './file-size.ts'

test('finds a source of more than 400 lines', () => {
  const workspace = workspaceOf(corePackage({ 'src/at-limit.ts': 'x\n'.repeat(400), 'src/over.ts': 'x\n'.repeat(401) }))
  expect(fileSize(workspace)).toEqual([
    { rule: 'file-size', path: 'packages/core/src/over.ts', message: '401 lines; over 400, split it by what it does' },
  ])
})

test('lets tests and fixtures be longer', () => {
  const long = 'x\n'.repeat(1000)
  const texts = { 'src/a.test.ts': long, 'src/__fixtures__/a.ts': long }
  expect(fileSize(workspaceOf(corePackage(texts)))).toEqual([])
})
