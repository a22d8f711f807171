// A workspace of core and one plugin that breaks no rule; a test spoils one thing in it.
import type { PackageManifest } from '../package-manifest.ts'
import type { Workspace, WorkspacePackage } from '../workspace.ts'

type Text = Readonly<Record<string, string>>

const exportsFields = {
  exports: {
    '.': { '@ccproxy/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  publishConfig: {
    access: 'public',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
  },
}

export function manifestOf(name: string, changes: Partial<PackageManifest> = {}): PackageManifest {
  return {
    name,
    version: '0.1.0',
    description: 'What it does.',
    license: 'MIT',
    type: 'module',
    engines: { node: '>=22.18' },
    files: ['dist'],
    ...exportsFields,
    dependencies: {},
    devDependencies: {},
    peerDependencies: {},
    optionalDependencies: {},
    ...changes,
  }
}

export function packageAt(folder: string, manifest: PackageManifest, texts: Text = {}): WorkspacePackage {
  const files = { 'README.md': '', 'package.json': '', 'src/index.ts': '', ...texts }
  return { folder, manifest, files: Object.entries(files).map(([path, text]) => ({ path, text })) }
}

export function corePackage(texts: Text = {}, changes: Partial<PackageManifest> = {}): WorkspacePackage {
  return packageAt('packages/core', manifestOf('@ccproxy/core', changes), texts)
}

export function pluginPackage(texts: Text = {}, changes: Partial<PackageManifest> = {}): WorkspacePackage {
  const manifest = manifestOf('@ccproxy/plugin-acme', {
    ccproxy: { name: 'acme', kind: 'provider' },
    peerDependencies: { '@ccproxy/core': 'workspace:^', '@ccproxy/cli': 'workspace:^' },
    devDependencies: { '@ccproxy/core': 'workspace:*' },
    ...changes,
  })
  const files = { 'src/plugin.ts': '', 'src/config.ts': '', 'src/adapter.ts': '' }
  return packageAt('packages/plugin-acme', manifest, { ...files, ...texts })
}

export function workspaceOf(...packages: WorkspacePackage[]): Workspace {
  return { root: manifestOf('workspace', { private: true }), packages }
}
