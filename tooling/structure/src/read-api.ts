import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import { type ApiState, apiReport } from './api-report.ts'

const root = join(import.meta.dirname, '../../..')
const core = join(root, 'packages/core')
const run = promisify(execFile)

/** The file that is committed. */
export const apiReportPath: string = join(core, 'api-report.txt')

/** Declarations of core's sources as they are now. */
export async function generateApiReport(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ccproxy-api-'))
  try {
    const options = ['--outDir', folder, '--removeComments', '--declarationMap', 'false', '--emitDeclarationOnly']
    await run('tsc', ['-p', join(core, 'tsconfig.build.json'), ...options], { cwd: root })
    const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.d.ts'))
    const files = await Promise.all(
      names.map(async (name) => [name.replaceAll(sep, '/'), await readFile(join(folder, name), 'utf8')] as const),
    )
    return apiReport(new Map(files))
  } finally {
    await rm(folder, { recursive: true })
  }
}

export async function readApi(): Promise<ApiState> {
  const changesets = join(root, '.changeset')
  const names = (await readdir(changesets)).filter((name) => name.endsWith('.md') && name !== 'README.md')
  const [generated, report, released, ...texts] = await Promise.all([
    generateApiReport(),
    readFile(apiReportPath, 'utf8').catch(() => undefined),
    readFile(join(core, 'api-report.released.txt'), 'utf8').catch(() => undefined),
    ...names.map(async (name) => readFile(join(changesets, name), 'utf8')),
  ])
  return { generated, report, released, changesets: texts }
}
