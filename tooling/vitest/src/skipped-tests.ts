import type { UserConsoleLog } from 'vitest'
import type { Reporter, TestModule } from 'vitest/node'
import { absentRecordings, leftToCI } from './left-out.js'

/** What a test file prints, followed by the name, about a program that it cannot do without. */
export const missingProgram = 'missing program:'

/** Says at the end, where nobody overlooks it, which tests did not run and which programs they miss. */
export default class SkippedTests implements Reporter {
  readonly #missing = new Set<string>()

  onUserConsoleLog(log: UserConsoleLog): void {
    if (log.content.startsWith(missingProgram)) this.#missing.add(log.content.trim())
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const names = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map((test) => `${module.relativeModuleId} > ${test.fullName}`),
    )
    for (const file of leftToCI) console.warn(`LEFT TO CI (CI=true): ${file}`)
    for (const file of absentRecordings) console.warn(`LEFT OUT without CCPROXY_RECORDINGS: ${file}`)
    if (names.length === 0) return
    console.warn(`\nSKIPPED: ${names.length} ${names.length === 1 ? 'test' : 'tests'} did not run`)
    for (const line of [...names, ...this.#missing]) console.warn(`  ${line}`)
  }
}
