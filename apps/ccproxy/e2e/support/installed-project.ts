// The install that users do: packed packages in an empty folder, by npm.
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTemporaryDirectory } from '@ccproxy/testkit'
import { packPackages } from '../../../../tooling/test/src/pack-packages.ts'
import { npmEnvironment } from './npm-environment.js'

const run = promisify(execFile)

export interface InstalledProject {
  readonly path: string
  /** What `npx ccproxy` starts. */
  readonly program: string
  /** `npx --no-install ccproxy …args` in the project. @returns its stdout */
  npx(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<string>
  [Symbol.asyncDispose](): Promise<void>
}

/** A new project with one package of ours and what it needs of ours, all as tarballs; the rest comes from the registry. */
export async function installProject(packageName: string): Promise<InstalledProject> {
  const root = await createTemporaryDirectory('ccproxy-install-')
  const [tarballs, path] = [join(root.path, 'tarballs'), join(root.path, 'project')]
  await Promise.all([mkdir(tarballs), mkdir(path)])
  const packed = await Promise.all((await packPackages(tarballs)).map(readTarball))
  const wanted = withNeeds(packageName, new Map(packed.map((tarball) => [tarball.name, tarball])))
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  await run('npm', ['install', ...flags, ...wanted], { cwd: path, env: npmEnvironment() })
  return {
    path,
    program: join(path, 'node_modules/.bin/ccproxy'),
    npx: async (args, environment) => {
      const options = { cwd: path, env: { ...npmEnvironment(), ...environment } }
      return (await run('npx', ['--no-install', 'ccproxy', ...args], options)).stdout
    },
    [Symbol.asyncDispose]: () => root.remove(),
  }
}

interface Tarball {
  readonly path: string
  readonly name: string
  /** Packages of ours that it depends on, peers included. */
  readonly needs: readonly string[]
}

async function readTarball(path: string): Promise<Tarball> {
  const { stdout } = await run('tar', ['-xOzf', path, 'package/package.json'])
  const manifest: Readonly<Record<string, unknown>> = JSON.parse(stdout)
  const groups = [manifest['dependencies'], manifest['peerDependencies']]
  const needs = groups.flatMap((group) => (typeof group === 'object' && group !== null ? Object.keys(group) : []))
  return { path, name: String(manifest['name']), needs: needs.filter((name) => name.startsWith('@ccproxy/')) }
}

/** @returns the tarballs of the package and of everything of ours that it leads to */
function withNeeds(name: string, packed: ReadonlyMap<string, Tarball>): readonly string[] {
  const names = new Set([name])
  for (const each of names) for (const need of packed.get(each)?.needs ?? []) names.add(need)
  return [...names].map((each) => {
    const tarball = packed.get(each)
    if (tarball === undefined) throw new Error(`${each} was not packed`)
    return tarball.path
  })
}
