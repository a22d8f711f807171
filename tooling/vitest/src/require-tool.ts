import { findTool, type ToolName, tools } from './find-tool.js'
import { missingProgram } from './skipped-tests.js'

export interface RequiredTool {
  /** For `describe.skipIf` and `test.skipIf`. */
  readonly missing: boolean
  /** Absolute path of the program; of no use when it is missing. */
  readonly path: string
}

/**
 * Looks for an installed program that the tests of a file need. On a machine without it they are to be skipped, which
 * the end of the run says by name; under `CI=true` this throws instead, so that nothing is skipped unnoticed.
 */
export function requireTool(name: ToolName): RequiredTool {
  const path = findTool(name)
  if (path !== undefined) return { missing: false, path }
  const remedy = `${missingProgram} ${name} (${tools[name].install})`
  if (process.env['CI'] === 'true') throw new Error(remedy)
  console.warn(remedy)
  return { missing: true, path: '' }
}
