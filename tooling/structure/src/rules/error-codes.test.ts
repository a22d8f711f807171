import { expect, test } from 'vitest'
import { corePackage, manifestOf, packageAt, workspaceOf } from '../__fixtures__/small-workspace.ts'
import { errorCodes } from './error-codes.ts'

test('finds a code that is never raised', () => {
  const core = corePackage({
    'src/errors/error-table.ts': 'CCPROXY_A: [], CCPROXY_B: []',
    'src/a.ts': "throw new CCProxyError('CCPROXY_A', 'a')",
  })
  expect(errorCodes(workspaceOf(core), ['CCPROXY_A', 'CCPROXY_B'])).toEqual([
    {
      rule: 'error-codes',
      path: 'packages/core/src/errors/error-table.ts',
      message: 'CCPROXY_B is never raised; raise it or remove its row',
    },
  ])
})

test('counts neither tests, nor tooling, nor a longer code that begins alike', () => {
  const core = corePackage({ 'src/a.test.ts': "'CCPROXY_A'", 'src/b.ts': "'CCPROXY_A_B'" })
  const tool = packageAt('tooling/x', manifestOf('@ccproxy/x', { private: true }), { 'src/a.ts': "'CCPROXY_A'" })
  expect(errorCodes(workspaceOf(core, tool), ['CCPROXY_A'])).toHaveLength(1)
})
