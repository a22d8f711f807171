import { describe, expect, test } from 'vitest'
import { corePackage, manifestOf, packageAt, workspaceOf } from '../__fixtures__/small-workspace.ts'
import type { PackageManifest } from '../package-manifest.ts'
import { packageShape } from './package-shape.ts'

function messagesWith(changes: Partial<PackageManifest>): string[] {
  return packageShape(workspaceOf(corePackage({}, changes))).map((finding) => finding.message)
}

describe('packageShape', () => {
  test('finds nothing in a package that has everything', () => {
    expect(messagesWith({})).toEqual([])
  })

  test.each([
    ['version', { version: undefined }, 'version is missing'],
    ['description', { description: '' }, 'description is missing'],
    ['license', { license: undefined }, 'license is missing'],
    ['type', { type: 'commonjs' }, 'type must be "module"'],
    ['engines', { engines: { node: '>=20' } }, 'engines.node must be ">=22.18"'],
    ['files', { files: ['src'] }, 'files must name what is published, "dist" among it'],
    ['exports', { exports: undefined }, 'exports is missing'],
  ])('wants %s', (_field, changes: Partial<Record<keyof PackageManifest, unknown>>, message) => {
    const member = corePackage()
    const spoilt = { ...member, manifest: Object.assign(manifestOf('@ccproxy/core'), changes) }
    expect(packageShape(workspaceOf(spoilt)).map((finding) => finding.message)).toContain(message)
  })

  test('wants a README.md', () => {
    const member = corePackage()
    const spoilt = { ...member, files: member.files.filter((file) => file.path !== 'README.md') }
    expect(packageShape(workspaceOf(spoilt))).toEqual([
      { rule: 'package-shape', path: 'packages/core/package.json', message: 'README.md is missing' },
    ])
  })

  test('wants types first and default last', () => {
    const sources = { '@ccproxy/source': './src/index.ts' }
    expect(messagesWith({ exports: { '.': { ...sources, default: './a.js', types: './a.d.ts' } } })).toContain(
      'exports["."] must name types first',
    )
    expect(messagesWith({ exports: { '.': { ...sources, types: './a.d.ts', import: './a.js' } } })).toContain(
      'exports["."] must name default last',
    )
  })

  test('wants the sources among the exports, and not among those that are published', () => {
    const published = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } }
    expect(messagesWith({ exports: published })).toContain('exports["."] must name @ccproxy/source')
    const { exports } = manifestOf('@ccproxy/core')
    expect(messagesWith({ publishConfig: { access: 'public', ...(exports && { exports }) } })).toEqual([
      'publishConfig.exports must be exports without @ccproxy/source',
    ])
  })

  test('refuses a peer that would be published as one exact version', () => {
    expect(messagesWith({ peerDependencies: { '@ccproxy/host': 'workspace:*' } })).toEqual([
      'peerDependencies["@ccproxy/host"] must be "workspace:^"',
    ])
  })

  test('leaves private packages alone', () => {
    const tool = packageAt('tooling/x', manifestOf('@ccproxy/x', { private: true, files: [] }))
    expect(packageShape(workspaceOf(tool))).toEqual([])
  })
})
