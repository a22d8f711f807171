import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as v from 'valibot'
import { type PackageManifest, packageManifestSchema } from './package-manifest.ts'
import type { SourceFile, Workspace, WorkspacePackage } from './workspace.ts'

const parents = ['apps', 'packages', 'tooling']
const installedOrBuilt = new Set(['node_modules', 'dist', '.turbo', 'coverage'])

/** Reads every package of the repository at `root`. */
export async function readWorkspace(root: string): Promise<Workspace> {
  const packages = await Promise.all(parents.map((parent) => readPackages(root, parent)))
  return { root: await readManifest(join(root, 'package.json')), packages: packages.flat() }
}

async function readPackages(root: string, parent: string): Promise<WorkspacePackage[]> {
  const entries = await readdir(join(root, parent), { withFileTypes: true })
  const found = await Promise.all(
    entries.filter((entry) => entry.isDirectory()).map((entry) => readPackage(root, `${parent}/${entry.name}`)),
  )
  return found.filter((member) => member !== undefined)
}

async function readPackage(root: string, folder: string): Promise<WorkspacePackage | undefined> {
  const files = await readFiles(join(root, folder), '')
  if (!files.some((file) => file.path === 'package.json')) return undefined
  return { folder, manifest: await readManifest(join(root, folder, 'package.json')), files }
}

async function readFiles(packageRoot: string, folder: string): Promise<SourceFile[]> {
  const entries = await readdir(join(packageRoot, folder), { withFileTypes: true })
  const nested = await Promise.all(
    entries
      .filter((entry) => !installedOrBuilt.has(entry.name))
      .map(async (entry): Promise<SourceFile[]> => {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`
        if (entry.isDirectory()) return readFiles(packageRoot, path)
        return [{ path, text: path.endsWith('.ts') ? await readFile(join(packageRoot, path), 'utf8') : '' }]
      }),
  )
  return nested.flat()
}

async function readManifest(path: string): Promise<PackageManifest> {
  const result = v.safeParse(packageManifestSchema, JSON.parse(await readFile(path, 'utf8')))
  if (result.success) return result.output
  throw new Error(`${path}: ${v.summarize(result.issues)}`)
}
