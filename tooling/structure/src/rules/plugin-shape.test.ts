import { describe, expect, test } from 'vitest'
import { pluginPackage, workspaceOf } from '../__fixtures__/small-workspace.ts'
import type { WorkspacePackage } from '../workspace.ts'
import { pluginShape } from './plugin-shape.ts'

function messagesOf(member: WorkspacePackage): string[] {
  return pluginShape(workspaceOf(member)).map((finding) => finding.message)
}

function without(member: WorkspacePackage, file: string): WorkspacePackage {
  return { ...member, files: member.files.filter(({ path }) => path !== file) }
}

describe('pluginShape', () => {
  test('finds nothing in a plugin that has everything', () => {
    expect(messagesOf(pluginPackage())).toEqual([])
  })

  test('ties folder, package name and manifest name', () => {
    expect(messagesOf(pluginPackage({}, { name: '@ccproxy/plugin-other' }))).toEqual([
      'name must be "@ccproxy/plugin-acme", as the folder says',
    ])
    expect(messagesOf(pluginPackage({}, { ccproxy: { name: 'other', kind: 'provider' } }))).toEqual([
      'ccproxy.name must be "acme", as the folder says',
    ])
  })

  test('wants a known kind and a manifest', () => {
    expect(messagesOf(pluginPackage({}, { ccproxy: { name: 'acme', kind: 'thing' } }))).toEqual([
      'ccproxy.kind must be one of provider, storage, system',
    ])
    const { ccproxy: _ccproxy, ...manifest } = pluginPackage().manifest
    expect(messagesOf({ ...pluginPackage(), manifest })).toEqual(['the ccproxy field is missing'])
  })

  test('wants core and the program as peers, and core to build against', () => {
    expect(messagesOf(pluginPackage({}, { peerDependencies: {} }))).toEqual([
      '@ccproxy/core must be a peer dependency',
      '@ccproxy/cli must be a peer dependency',
    ])
    expect(messagesOf(pluginPackage({}, { devDependencies: {} }))).toEqual([
      'devDependencies["@ccproxy/core"] must be "workspace:*"',
    ])
  })

  test.each(['README.md', 'src/index.ts', 'src/plugin.ts', 'src/config.ts', 'src/adapter.ts'])(
    'wants %s of a provider',
    (file) => {
      expect(pluginShape(workspaceOf(without(pluginPackage(), file)))).toEqual([
        { rule: 'plugin-shape', path: `packages/plugin-acme/${file}`, message: 'every plugin has this file' },
      ])
    },
  )

  test('wants no adapter of a storage plugin', () => {
    const storage = pluginPackage({}, { ccproxy: { name: 'acme', kind: 'storage' } })
    expect(messagesOf(without(storage, 'src/adapter.ts'))).toEqual([])
  })
})
