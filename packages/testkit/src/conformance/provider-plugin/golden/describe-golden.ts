import { fileURLToPath } from 'node:url'
import { it } from 'vitest'
import { withPassage } from '../bench/pass-through.js'
import { FlowNotReadyError } from '../finding-error.js'
import type { FlowUnderTest } from '../flow-under-test.js'
import { printRequest } from './print-request.js'

/**
 * Records what goes upstream for each client; a change of it is a change of a file that a reviewer sees.
 * @param reason why the flow is skipped
 */
export function describeGolden(flow: FlowUnderTest, directory: URL, reason: string | undefined): void {
  it('sends upstream for each client what was recorded', { timeout: 30_000 }, async ({ expect, skip }) => {
    skip(reason !== undefined, reason)
    const recorded = await recordRequests(flow).catch((error: unknown) => {
      if (!(error instanceof FlowNotReadyError)) throw error
      return skip(error.finding.problem)
    })
    for (const [client, text] of recorded) {
      const file = new URL(`${flow.declared.id}/${client}.http`, withSlash(directory))
      await expect(text).toMatchFileSnapshot(fileURLToPath(file))
    }
  })
}

/** Client → what reached the API. */
function recordRequests(flow: FlowUnderTest): Promise<ReadonlyMap<string, string>> {
  return withPassage(flow, async ({ account, requests, send }) => {
    const token = (await account.running.runtime.manager.acquire(account.key)).reveal()
    const recorded = new Map<string, string>()
    for (const request of requests) {
      const { upstream } = await send(request)
      recorded.set(request.client, upstream.map((one) => printRequest(one, token)).join('\n'))
    }
    return recorded
  })
}

function withSlash(directory: URL): URL {
  return directory.pathname.endsWith('/') ? directory : new URL(`${directory.href}/`)
}
