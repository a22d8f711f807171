import { PassThrough, Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import type { Terminal } from '../questions.js'

/** A keyboard that the prompts can switch to single keys. */
class Keyboard extends PassThrough {
  readonly isTTY = true

  setRawMode(): this {
    return this
  }
}

export const enter = '\r'
export const controlC = '\u0003'
export const down = '\u001B[B'

export interface FakeTerminal extends Terminal {
  /** What is on the screen, without colours. */
  screen(): string
  /** Waits until `question` was asked, then types. */
  answer(question: string, ...keys: readonly string[]): Promise<void>
}

/** A person at a terminal, in memory. */
export function createFakeTerminal(): FakeTerminal {
  const input = new Keyboard()
  let text = ''
  let changed = Promise.withResolvers<void>()
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += stripVTControlCharacters(chunk.toString())
      changed.resolve()
      changed = Promise.withResolvers()
      done()
    },
  })
  return {
    input,
    output: Object.assign(output, { isTTY: true, columns: 120, rows: 40 }),
    screen: () => text,
    async answer(question, ...keys) {
      while (!text.includes(question)) await changed.promise
      for (const key of keys) input.write(key)
    },
  }
}
