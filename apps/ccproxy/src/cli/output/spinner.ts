// A spinner of our own: those of libraries end the process at Ctrl-C, which may abandon a refresh that was sent.
import type { Output } from './output.js'

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']
const intervalMs = 80
const clearLine = '\r\u001b[2K'

/** Turns while `task` runs, on a terminal only; leaves nothing behind. */
export async function withSpinner<T>(output: Output, message: string, task: () => Promise<T>): Promise<T> {
  if (output.stderr.isTTY !== true) return await task()
  let turn = 0
  const draw = (): void => {
    const frame = frames[turn++ % frames.length] ?? ''
    output.stderr.write(`${clearLine}${output.paintTalk.cyan(frame)} ${message}`)
  }
  draw()
  const timer = setInterval(draw, intervalMs)
  try {
    return await task()
  } finally {
    clearInterval(timer)
    output.stderr.write(clearLine)
  }
}
