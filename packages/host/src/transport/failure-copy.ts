// What a provider's refusal means, read from a bounded copy; the client gets every byte as it is.
import { classifyByStatus, type FailureKind, type ProviderAdapter, type UpstreamFailure } from '@ccproxy/core'
import * as v from 'valibot'
import { decodeBody } from './decode-body.js'
import type { ResponseHead } from './upstream-attempt.js'

/** As much of a refusal as anybody reads. */
export const failureLimitBytes: number = 64 * 1024

/** The first 64 KiB of a body. */
export class FailureCopy {
  readonly #chunks: Buffer[] = []
  #left = failureLimitBytes

  push(chunk: Buffer): void {
    if (this.#left <= 0) return
    const part = chunk.subarray(0, this.#left)
    this.#chunks.push(part)
    this.#left -= part.length
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}

/** The error objects of all four dialects at once; Gemini may put its own into a list. */
const errorObject = v.object({
  type: v.nullish(v.string()),
  // Azure repeats the number of the answer here.
  status: v.nullish(v.union([v.string(), v.number()])),
  code: v.nullish(v.union([v.string(), v.number()])),
  message: v.nullish(v.string()),
  details: v.optional(v.unknown()),
  metadata: v.optional(v.unknown()),
})
const envelope = v.object({ error: errorObject })
const failureBody = v.union([envelope, v.tupleWithRest([envelope], v.unknown())])

/** Asks the adapter, then the table. @param copy absent: nobody kept the body */
export async function classifyFailure(
  adapter: ProviderAdapter,
  head: ResponseHead,
  copy: FailureCopy | undefined,
): Promise<FailureKind> {
  const failure = await readFailure(head, copy)
  return adapter.classify?.(failure) ?? classifyByStatus(head.status)
}

/** @param copy absent: nobody kept the body */
export async function readFailure(head: ResponseHead, copy: FailureCopy | undefined): Promise<UpstreamFailure> {
  const error = copy === undefined ? undefined : await readError(copy.bytes, head.headers.get('content-encoding'))
  return { status: head.status, headers: head.headers, ...(error === undefined ? {} : { error }) }
}

async function readError(bytes: Buffer, encoding: string | undefined): Promise<UpstreamFailure['error']> {
  const decoded = await decodeBody(bytes, encoding, failureLimitBytes)
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), failureBody), Buffer.from(decoded ?? []).toString())
  if (!parsed.success) return undefined
  const { error } = Array.isArray(parsed.output) ? parsed.output[0] : parsed.output
  const { code, message } = error
  const type = error.type ?? (typeof error.status === 'string' ? error.status : undefined)
  const details = error.details ?? error.metadata
  return {
    ...(type === undefined ? {} : { type }),
    ...(code === undefined || code === null ? {} : { code: String(code) }),
    ...(message === undefined || message === null ? {} : { message }),
    ...(details === undefined ? {} : { details }),
  }
}
