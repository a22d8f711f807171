import { EventEmitter, once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import type { InputStream } from '../cli-context.js'
import type { OutputStream } from '../output/output.js'

/** That wait to be asked for: whoever pipes more means something else. */
const mostLines = 1000
const clearLine = '\r\u001b[2K'

export interface LineReader {
  /**
   * The next line; undefined at the end of input. Rejects when `signal` aborts. An address that was pasted in several lines
   * at once comes with all of them, separated by line breaks: a terminal wraps what is longer than its width.
   */
  next(question: string, signal: AbortSignal): Promise<string | undefined>
  /** Prints a line above the question that waits. */
  say(line: string): void
  close(): void
}

function isContinuation(line: string): boolean {
  return line.trim() !== '' && !/\s/.test(line.trim()) && !line.includes('://')
}

/** Lines from a pipe or a terminal. On a terminal the question stands before what is typed. */
export function createLineReader(input: InputStream, output: OutputStream, onInterrupt: () => void): LineReader {
  const lines: string[] = []
  const changed = new EventEmitter()
  const state = { ended: false }
  let readline: Interface | undefined
  let asking = false
  const terminal = input.isTTY === true

  function open(): Interface {
    if (readline !== undefined) return readline
    const opened = createInterface({ input, terminal, ...(terminal ? { output } : {}) })
    opened.on('line', (line) => {
      if (lines.length < mostLines) lines.push(line)
      changed.emit('line')
    })
    // A terminal in raw mode sends no signal at Ctrl-C.
    opened.on('SIGINT', onInterrupt)
    // A terminal that was closed while a question waits gives an error, not an end.
    for (const event of ['close', 'error'])
      opened.on(event, () => {
        state.ended = true
        changed.emit('line')
      })
    readline = opened
    return opened
  }

  /** The lines of one paste arrive in one turn of the event loop; the last of them stays in the line buffer until Enter. */
  async function restOfPaste({ line: typed }: Interface, signal: AbortSignal): Promise<readonly string[]> {
    const end = lines.findIndex((line) => !isContinuation(line))
    const rest = lines.splice(0, end === -1 ? lines.length : end)
    if (!terminal || !isContinuation(typed)) return rest
    while (lines.length === 0 && !state.ended) await once(changed, 'line', { signal })
    return [...rest, ...lines.splice(0, 1)]
  }

  return {
    async next(question, signal) {
      signal.throwIfAborted()
      const opened = open()
      if (terminal && !state.ended) {
        opened.setPrompt(`${question} `)
        opened.prompt()
      } else if (lines.length === 0 && !state.ended) output.write(`${question}\n`)
      asking = true
      try {
        while (lines.length === 0 && !state.ended) await once(changed, 'line', { signal })
        const line = lines.shift()
        if (line === undefined || !line.includes('://')) return line
        return [line, ...(await restOfPaste(opened, signal))].join('\n')
      } finally {
        asking = false
        // The reason that was given, not the general one of `once`.
        signal.throwIfAborted()
      }
    },
    say(line) {
      const above = asking && terminal
      output.write(above ? `${clearLine}${line}\n` : `${line}\n`)
      if (above) readline?.prompt(true)
    },
    close() {
      readline?.close()
      // The question that nobody answered.
      if (readline !== undefined && terminal) output.write(clearLine)
      // What is left of a pipe must not hold the process.
      input.pause()
    },
  }
}
