import { expect, test } from 'vitest'
import { corePackage, manifestOf, workspaceOf } from '../__fixtures__/small-workspace.ts'
import { catalogRule } from './catalog-rule.ts'

test.each(['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'])(
  'refuses a version of its own in %s',
  (field) => {
    expect(catalogRule(workspaceOf(corePackage({}, { [field]: { ky: '^2.1.0' } })))).toEqual([
      {
        rule: 'catalog-rule',
        path: 'packages/core/package.json',
        message: 'ky must be "catalog:", not "^2.1.0"',
      },
    ])
  },
)

test('refuses a version from the registry for a package of this workspace', () => {
  const workspace = workspaceOf(corePackage({}, { dependencies: { '@ccproxy/host': '0.1.0' } }))
  expect(catalogRule(workspace).map((finding) => finding.message)).toEqual([
    '@ccproxy/host must be "workspace:…", not "0.1.0"',
  ])
})

test('checks the root as well', () => {
  const workspace = { root: manifestOf('workspace', { devDependencies: { turbo: 'latest' } }), packages: [] }
  expect(catalogRule(workspace).map((finding) => finding.path)).toEqual(['package.json'])
})

test('takes the catalog and the workspace', () => {
  const dependencies = { ky: 'catalog:', '@ccproxy/host': 'workspace:*' }
  expect(catalogRule(workspaceOf(corePackage({}, { dependencies })))).toEqual([])
})
