// The bench itself, as a person starts it. Nothing here looks at a time.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemporaryDirectory, type Program, startProgram, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readReport } from './report/read-report.ts'

const main = fileURLToPath(new URL('./main.ts', import.meta.url))

let directory: TemporaryDirectory
beforeEach(async () => {
  directory = await createTemporaryDirectory('ccproxy-test-bench-')
})
afterEach(() => directory.remove())

function startBench(...args: readonly string[]): Program {
  return startProgram(main, { args, environment: { TMPDIR: directory.path } })
}

describe('npm run bench', () => {
  it('measures a row, writes what every subject gave, and judges nothing when it is quick', async () => {
    const path = join(directory.path, 'report.json')
    await using bench = startBench('--quick', '--rows', 'streams, 1', '--json', path)
    expect(await bench.ended()).toBe(0)
    const { rows, machine } = await readReport(path)
    expect(machine.versions['node']).toBe(process.version)
    const [row, ...others] = rows
    expect(others).toEqual([])
    const measured = row?.subjects.filter(({ samples }) => samples.every(({ value }) => value > 0))
    expect(measured?.map(({ name }) => name)).toEqual(expect.arrayContaining(['upstream', 'pipe', 'ccproxy']))
    expect(bench.stdout).toContain('| ccproxy')
    expect(await readdir(directory.path)).toEqual(['report.json'])
  })

  it('takes everything with it when it is interrupted', async () => {
    await using bench = startBench('--rows', 'streams, 1', '--rounds', '1000')
    const children = await childrenWithProxy(bench.process.pid ?? 0)
    bench.signal('SIGINT')
    expect(await bench.ended()).toBe(130)
    await expect.poll(async () => Promise.all(children.map(isRunning))).toEqual(children.map(() => false))
    expect(await readdir(directory.path)).toEqual([])
  })

  it('names the rows', async () => {
    await using bench = startBench('--list')
    expect(await bench.ended()).toBe(0)
    expect(bench.stdout).toContain('JSON, 32 connections\n')
  })

  it.each([
    [['--row', 'x'], "Unknown option '--row'"],
    [['--rows', 'no such row'], 'No row has no such row in its name'],
  ])('refuses %j', async (args, message) => {
    await using bench = startBench(...args)
    expect(await bench.ended()).toBe(2)
    expect(bench.stderr).toContain(message)
  })
})

/** Waits until the proxy, the last that a row starts, is among them. */
async function childrenWithProxy(pid: number): Promise<readonly string[]> {
  const children = async (): Promise<readonly string[]> =>
    (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ').filter((child) => child !== '')
  const commands = async (): Promise<readonly string[]> =>
    Promise.all((await children()).map((child) => readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')))
  await expect.poll(async () => (await commands()).join(), { timeout: 30_000 }).toContain('ccproxy.js')
  return children()
}

/** What has ended may wait for its parent to look. */
async function isRunning(pid: string): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return status !== '' && !/^State:\s+Z/m.test(status)
}
