import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory, type TemporaryDirectory } from '../../../environment/create-temporary-directory.js'

type PackageJson = Readonly<Record<string, unknown>>

export const acmeManifest = { apiVersion: 1, kind: 'provider', name: 'acme', entry: '.', displayName: 'Acme AI' }

const acmePackage: PackageJson = {
  name: 'ccproxy-plugin-acme',
  version: '1.0.0',
  type: 'module',
  ccproxy: acmeManifest,
  exports: { '.': './dist/index.js' },
  files: ['dist'],
  peerDependencies: { '@ccproxy/core': '^0.1.0' },
}

/** A built package in a folder of its own; undefined removes a field. */
export async function writePackage(changes: PackageJson = {}): Promise<TemporaryDirectory> {
  const directory = await createTemporaryDirectory()
  await writeFile(join(directory.path, 'package.json'), JSON.stringify({ ...acmePackage, ...changes }))
  await mkdir(join(directory.path, 'dist'))
  await writeFile(join(directory.path, 'dist', 'index.js'), '')
  return directory
}
