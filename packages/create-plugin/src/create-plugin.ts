import { collectChoices } from './collect-choices.js'
import { nextSteps } from './next-steps.js'
import { pluginFiles } from './plugin-files.js'
import { cancelled, openQuestions, type Terminal } from './questions.js'
import { readVersion } from './read-version.js'
import type { ScaffoldFlags } from './scaffold-flags.js'
import { writePlugin } from './write-plugin.js'

export interface CreatePluginOptions {
  readonly flags: ScaffoldFlags
  readonly workingDirectory: string
  /** Where questions are asked. Absent: nobody is there. */
  readonly terminal: Terminal | undefined
  /** `npm_config_user_agent` tells which package manager the next steps name. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface CreatedPlugin {
  readonly name: string
  /** Absolute. */
  readonly directory: string
  readonly files: readonly string[]
  /** What was done, and what to do now, for people. */
  readonly nextSteps: readonly string[]
}

/**
 * Writes a new plugin.
 * @returns undefined when the person gave up; then nothing was written
 * @throws ScaffoldProblem
 */
export async function createPlugin(options: CreatePluginOptions): Promise<CreatedPlugin | undefined> {
  const { flags, workingDirectory, terminal } = options
  try {
    const questions = terminal === undefined || flags.yes === true ? undefined : await openQuestions(terminal)
    const choices = await collectChoices(flags, workingDirectory, questions)
    const files = await pluginFiles(choices, readVersion())
    await writePlugin(choices.directory, files)
    const { name, directory } = choices
    return { name, directory, files: [...files.keys()], nextSteps: nextSteps(choices, options) }
  } catch (error) {
    if (error === cancelled) return undefined
    throw error
  }
}
