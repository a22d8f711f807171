import { describe, expect, test } from 'vitest'
import { corePackage, manifestOf, packageAt, pluginPackage, workspaceOf } from '../__fixtures__/small-workspace.ts'
import type { WorkspacePackage } from '../workspace.ts'
import { layerRule } from './layer-rule.ts'

function messagesOf(...packages: WorkspacePackage[]): string[] {
  return layerRule(workspaceOf(...packages)).map((finding) => finding.message)
}

describe('layerRule', () => {
  test('lets a plugin import core, and take the program as a peer', () => {
    const plugin = pluginPackage({ 'src/plugin.ts': "import { defineProviderPlugin } from '@ccproxy/core'" })
    expect(messagesOf(corePackage(), plugin)).toEqual([])
  })

  test.each([
    ['import', "import { createHost } from '@ccproxy/host'"],
    ['type import', "import type { Host } from '@ccproxy/host'"],
    ['re-export', "export { createHost } from '@ccproxy/host'"],
    ['star re-export', "export * from '@ccproxy/host'"],
    ['side effect', "import '@ccproxy/host'"],
    ['subpath', "import { createHost } from '@ccproxy/host/registry'"],
    ['dynamic import', "const host = await import('@ccproxy/host')"],
  ])('refuses a plugin that reaches the host by %s', (_form, text) => {
    expect(layerRule(workspaceOf(pluginPackage({ 'src/plugin.ts': text })))).toEqual([
      {
        rule: 'layer-rule',
        path: 'packages/plugin-acme/src/plugin.ts',
        message: '@ccproxy/plugin-acme may not import @ccproxy/host',
      },
    ])
  })

  test('refuses a plugin that imports another plugin, or the program that is its peer', () => {
    const text = "import '@ccproxy/plugin-claude'\nimport '@ccproxy/cli'"
    expect(messagesOf(pluginPackage({ 'src/plugin.ts': text }))).toEqual([
      '@ccproxy/plugin-acme may not import @ccproxy/plugin-claude',
      '@ccproxy/plugin-acme may not import @ccproxy/cli',
    ])
  })

  test.each(['dependencies', 'optionalDependencies', 'peerDependencies'])('checks %s', (field) => {
    expect(messagesOf(corePackage({}, { [field]: { '@ccproxy/host': 'workspace:^' } }))).toEqual([
      '@ccproxy/core may not depend on @ccproxy/host',
    ])
  })

  test('lets tests use the testkit, and sources not', () => {
    const text = "import { startSandbox } from '@ccproxy/testkit'"
    const devDependencies = { '@ccproxy/core': 'workspace:*', '@ccproxy/testkit': 'workspace:*' }
    expect(messagesOf(pluginPackage({ 'src/plugin.test.ts': text }, { devDependencies }))).toEqual([])
    expect(messagesOf(pluginPackage({ 'src/plugin.ts': text }, { devDependencies }))).toEqual([
      '@ccproxy/plugin-acme may not import @ccproxy/testkit',
    ])
  })

  test('tests plugins together in the program only', () => {
    const devDependencies = { '@ccproxy/plugin-acme': 'workspace:*' }
    expect(messagesOf(packageAt('apps/ccproxy', manifestOf('@ccproxy/cli', { devDependencies })))).toEqual([])
    expect(messagesOf(packageAt('packages/host', manifestOf('@ccproxy/host', { devDependencies })))).toEqual([
      '@ccproxy/host may not depend on @ccproxy/plugin-acme',
    ])
  })

  test('refuses a relative way into another package', () => {
    const core = corePackage({ 'src/errors/table.ts': "import '../../../host/src/host.js'\nimport '../clock.js'" })
    expect(messagesOf(core)).toEqual([
      "../../../host/src/host.js is outside of this package's src; import it by its name",
    ])
  })

  test('wants a line for every published package', () => {
    expect(messagesOf(packageAt('packages/new', manifestOf('@ccproxy/new')))).toEqual([
      '@ccproxy/new has no line in tooling/structure/src/layers.ts',
    ])
  })
})
