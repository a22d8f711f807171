// A folder of an author, outside of this repository, that takes our packages as they are in it: no build, no install.
import { execFile } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createTemporaryDirectory } from '@ccproxy/testkit'

const run = promisify(execFile)
const repository = fileURLToPath(new URL('../../../../', import.meta.url))

/** What authors install, and where it is here. */
const installed: Readonly<Record<string, string>> = {
  '@ccproxy/core': 'packages/core',
  '@ccproxy/testkit': 'packages/testkit',
  '@types/node': 'node_modules/@types/node',
  hono: 'apps/ccproxy/node_modules/hono',
  valibot: 'packages/core/node_modules/valibot',
  vitest: 'node_modules/vitest',
}

export interface AuthorFolder {
  readonly path: string
  write(files: Iterable<readonly [path: string, text: string]>): Promise<void>
  /** tsc over a tsconfig.json. Rejects with what it found. */
  check(project: string): Promise<void>
  /** tsc that writes what it compiles, for the packages as they were built. */
  build(project: string): Promise<void>
  /** vitest over every test below. Rejects with its report. @returns its report */
  test(): Promise<string>
  [Symbol.asyncDispose](): Promise<void>
}

const vitestConfig = `export default {
  ssr: { resolve: { conditions: ['@ccproxy/source', 'module', 'node', 'import', 'default'] } },
  test: { maxWorkers: 2, testTimeout: 30_000 },
}
`

export async function openAuthorFolder(): Promise<AuthorFolder> {
  const root = await createTemporaryDirectory('ccproxy-author-')
  const { path } = root
  for (const [name, target] of Object.entries(installed)) {
    const link = join(path, 'node_modules', name)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(repository, target), link)
  }
  const runTool = async (tool: string, words: readonly string[]): Promise<string> => {
    try {
      return (await run(join(repository, 'node_modules/.bin', tool), words, { cwd: path, env: toolEnvironment() }))
        .stdout
    } catch (error) {
      const printed = ['stdout', 'stderr'].map((name) => String(Reflect.get(Object(error), name)))
      throw new Error([`${tool} ${words.join(' ')}`, ...printed].join('\n'), { cause: error })
    }
  }
  const write: AuthorFolder['write'] = async (files) => {
    for (const [name, text] of files) {
      await mkdir(dirname(join(path, name)), { recursive: true })
      await writeFile(join(path, name), text)
    }
  }
  await write([['vitest.config.mjs', vitestConfig]])
  return {
    path,
    write,
    async check(project) {
      // The sources of testkit import each other with `.ts`.
      await runTool('tsc', ['-p', project, '--customConditions', '@ccproxy/source', '--allowImportingTsExtensions'])
    },
    build: async (project) => void (await runTool('tsc', ['-p', project])),
    test: async () => await runTool('vitest', ['run', '--reporter=verbose']),
    [Symbol.asyncDispose]: () => root.remove(),
  }
}

/** Vitest in vitest must not take itself for a worker of the outer one. */
function toolEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST$|NODE_ENV$)/.test(name)))
}
