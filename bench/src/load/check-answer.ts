import { withinTime } from '../processes/within-time.ts'
import { deltasPerStream, deltaText } from '../upstream/scenario.ts'
import { AskConnection } from './ask-connection.ts'

const patienceMs = 10_000

/** @returns one whole answer, chunk sizes included @throws Error when it is not 2xx or takes longer than 10 s */
export async function oneAnswer(port: number, request: Buffer): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let text = ''
  const connection = new AskConnection(port, {
    onData(chunk, complete) {
      text += chunk.toString()
      if (complete) resolve(text)
    },
    onFailure: reject,
  })
  connection.send(request)
  try {
    return await withinTime(promise, patienceMs, 'no whole answer came')
  } finally {
    connection.close()
  }
}

/**
 * Asks once, and looks whether every delta of a stream came.
 * @returns the bytes that every other answer must have as well: a little less, since ids and headers vary
 */
export async function checkAnswer(port: number, request: Buffer, isStream: boolean): Promise<number> {
  const answer = await oneAnswer(port, request)
  if (isStream && answer.split(deltaText).length - 1 < deltasPerStream)
    throw new Error(`a stream came without all of its ${deltasPerStream} deltas:\n${answer.slice(0, 2000)}`)
  return Math.floor((answer.length - answer.indexOf('\r\n\r\n') - 4) * 0.95)
}
