import type { Readable, Writable } from 'node:stream'
import { isScaffoldProblem } from './scaffold-problem.js'

export interface Terminal {
  readonly input: Readable
  readonly output: Writable
}

/** Rejects with it when the person gives up. */
export const cancelled = Symbol('cancelled')

/** Asks a person; each rejects with `cancelled` at Ctrl-C. */
export interface Questions {
  /** Asks until `check` accepts. `suggestion` is there to be changed. */
  text(message: string, check: (answer: string) => unknown, suggestion?: string): Promise<string>
  choose<Choice extends string>(
    message: string,
    options: readonly { readonly value: Choice; readonly hint: string }[],
  ): Promise<Choice>
}

export async function openQuestions({ input, output }: Terminal): Promise<Questions> {
  const { isCancel, select, text } = await import('@clack/prompts')
  const streams = { input, output }
  return {
    async text(message, check, suggestion = '') {
      const validate = (answer: string | undefined): string | undefined => complaint(() => check(answer ?? ''))
      const answer = await text({ ...streams, message, initialValue: suggestion, validate })
      if (isCancel(answer)) throw cancelled
      return answer
    },
    async choose(message, options) {
      const answer = await select<string>({ ...streams, message, options: [...options] })
      const chosen = options.find(({ value }) => value === answer)
      if (chosen === undefined) throw cancelled
      return chosen.value
    },
  }
}

function complaint(check: () => unknown): string | undefined {
  try {
    check()
    return undefined
  } catch (error) {
    if (isScaffoldProblem(error)) return `${error.message}. ${error.hint}`
    throw error
  }
}
