import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'
import { countTests, type TestCounts } from './test-report.ts'
import type { TestRun } from './verdict.ts'

const reporters = ['default', './tooling/vitest/src/skipped-tests.ts', 'json']

/** Runs every test, printed for people and counted from the report for programs. */
export async function runTests(): Promise<TestRun> {
  const folder = await mkdtemp(join(tmpdir(), 'ccproxy-tests-'))
  const report = join(folder, 'report.json')
  const options = [...reporters.map((reporter) => `--reporter=${reporter}`), `--outputFile.json=${report}`]
  try {
    const { exitCode } = await runCommand(['vitest', 'run', ...options], 'print')
    return { counts: await readCounts(report), succeeded: exitCode === 0 }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function readCounts(report: string): Promise<TestCounts | undefined> {
  try {
    return countTests(await readFile(report, 'utf8'))
  } catch (error) {
    console.error('The report of vitest cannot be read:', error)
    return undefined
  }
}
