// What npm sees once our packages are published, as they are packed here.
import { execFile } from 'node:child_process'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify, stripVTControlCharacters } from 'node:util'
import { createTemporaryDirectory } from '@ccproxy/testkit'
import { packPackages } from '../../../../tooling/test/src/pack-packages.ts'
import { npmEnvironment } from './npm-environment.js'
import { startPackageRegistry } from './package-registry.js'

const run = promisify(execFile)

const commandTimeoutMs = 240_000

export interface PublishedPackages {
  /** An empty folder that is removed at the end. */
  readonly folder: string
  /**
   * `npm …words`, which takes `@ccproxy/*` from here and everything else from where it always does.
   * @param words separated by spaces
   * @param directory default: the empty folder
   * @returns its stdout, without colours. Rejects with what it printed
   */
  npm(words: string, directory?: string): Promise<string>
  [Symbol.asyncDispose](): Promise<void>
}

export async function publishPackages(): Promise<PublishedPackages> {
  const root = await createTemporaryDirectory('ccproxy-published-')
  const [tarballs, folder] = [join(root.path, 'tarballs'), join(root.path, 'folder')]
  await Promise.all([mkdir(tarballs), mkdir(folder)])
  const registry = await startPackageRegistry()
  for (const path of await packPackages(tarballs)) registry.publishTarball(await manifestIn(path), await readFile(path))
  // What npx installed for another run must not be taken for this one's; what was downloaded may be.
  const cache = join(root.path, 'cache')
  await mkdir(cache)
  const { stdout: usual } = await run('npm', ['config', 'get', 'cache'], { env: npmEnvironment() })
  const downloads = join(usual.trim(), '_cacache')
  await mkdir(downloads, { recursive: true })
  await symlink(downloads, join(cache, '_cacache'))
  // A shell would drop a variable of such a name, so none is between.
  const environment = {
    ...npmEnvironment(),
    CCPROXY_CONFIG_DIR: join(root.path, 'config'),
    XDG_STATE_HOME: join(root.path, 'state'),
    'npm_config_@ccproxy:registry': `${registry.url}/`,
    npm_config_cache: cache,
    // Whether it may install what it is to run.
    npm_config_yes: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
  }
  return {
    folder,
    npm: async (words, directory = folder) => {
      try {
        const running = run('npm', words.split(' '), { cwd: directory, env: environment, timeout: commandTimeoutMs })
        running.child.stdin?.end()
        return stripVTControlCharacters((await running).stdout)
      } catch (error) {
        const printed = ['stdout', 'stderr'].map((name) => String(Reflect.get(Object(error), name)))
        throw new Error([`npm ${words}`, ...printed].join('\n'), { cause: error })
      }
    },
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]()
      await root.remove()
    },
  }
}

async function manifestIn(tarball: string): Promise<{ readonly name: string; readonly version: string }> {
  const { stdout } = await run('tar', ['-xOzf', tarball, 'package/package.json'])
  const manifest: Readonly<Record<string, unknown>> = JSON.parse(stdout)
  return { ...manifest, name: String(manifest['name']), version: String(manifest['version']) }
}
