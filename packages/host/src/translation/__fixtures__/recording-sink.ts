import type { CCProxyError } from '@ccproxy/core'
import type { AnswerSource } from '../../transport/upstream-attempt.js'
import type { ClientSink } from '../answer-context.js'

export interface RecordingSink extends ClientSink {
  readonly chunks: Buffer[]
  readonly errors: CCProxyError[]
  readonly source: () => AnswerSource | undefined
  readonly hasEnded: () => boolean
}

/** @param wantsMore asked after each chunk; default: always */
export function recordingSink(wantsMore: () => boolean = () => true): RecordingSink {
  const chunks: Buffer[] = []
  const errors: CCProxyError[] = []
  let from: AnswerSource | undefined
  let hasEnded = false
  return {
    chunks,
    errors,
    source: () => from,
    hasEnded: () => hasEnded,
    begin: (_head, source) => {
      from = source
    },
    write: (chunk) => {
      chunks.push(chunk)
      return wantsMore()
    },
    end: () => {
      hasEnded = true
    },
    fail: (error) => errors.push(error),
  }
}

export interface RecordingSource extends AnswerSource {
  /** What was asked of it, in order. */
  readonly asked: ('resume' | 'abort')[]
}

export function recordingSource(): RecordingSource {
  const asked: ('resume' | 'abort')[] = []
  return { asked, resume: () => asked.push('resume'), abort: () => asked.push('abort') }
}
