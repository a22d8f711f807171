import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Agent, Command } from './agents/agent.ts'
import { pinnedVersions } from './pinned-versions.ts'
import { runProcess } from './run-process.ts'

/** Why an agent cannot be tried here. */
export class AgentUnavailable extends Error {}

const installLimitMs = 300_000
const versionLimitMs = 30_000

/**
 * Installs the pinned version into a cache outside of the repository, unless it is there: `$CCPROXY_CLIENTS_CACHE`, else
 * `ccproxy-clients` in the cache folder of the person. No script of a package runs.
 *
 * @throws AgentUnavailable when the registry does not answer, or has nothing that runs on this machine
 */
export async function installAgent(agent: Agent): Promise<Command> {
  const version = pinnedVersions[agent.packageName]
  const folder = join(cacheFolder(), `${agent.packageName.replace('/', '+')}@${version}`)
  if (!(await exists(folder))) await install(`${agent.packageName}@${version}`, folder)
  for (const program of agent.programs(join(folder, 'node_modules')))
    if ((await versionOf(program, folder)).includes(version)) return program
  throw new AgentUnavailable(`${version} does not run on ${process.platform}-${process.arch} (${folder})`)
}

function cacheFolder(): string {
  const { CCPROXY_CLIENTS_CACHE: own, XDG_CACHE_HOME: caches } = process.env
  return own ?? join(caches ?? join(homedir(), '.cache'), 'ccproxy-clients')
}

const exists = async (path: string): Promise<boolean> => (await stat(path).catch(() => undefined)) !== undefined

/** Whole or not at all. */
async function install(what: string, folder: string): Promise<void> {
  console.log(`Installing ${what} …`)
  await mkdir(dirname(folder), { recursive: true })
  const unfinished = await mkdtemp(`${folder}-`)
  try {
    await writeFile(join(unfinished, 'package.json'), '{ "private": true }\n')
    const { code, timedOut, stderr } = await runProcess({
      file: 'npm',
      args: ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--fetch-retries=1', what],
      environment: process.env,
      workingDirectory: unfinished,
      limitMs: installLimitMs,
    })
    if (timedOut) throw new AgentUnavailable(`the registry took more than ${installLimitMs / 1_000} s`)
    if (code !== 0) throw new AgentUnavailable(stderr.trim().split('\n')[0] ?? 'npm failed')
    await rename(unfinished, folder)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

async function versionOf({ file, args }: Command, workingDirectory: string): Promise<string> {
  const environment = { PATH: process.env['PATH'], HOME: workingDirectory }
  const options = { file, args: [...args, '--version'], environment, workingDirectory, limitMs: versionLimitMs }
  const { code, stdout } = await runProcess(options).catch(() => ({ code: null, stdout: '' }))
  return code === 0 ? stdout : ''
}
