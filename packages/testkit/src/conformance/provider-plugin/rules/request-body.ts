import { isDeepStrictEqual } from 'node:util'
import { type Passed, withPassage } from '../bench/pass-through.js'
import { isRecord } from '../is-record.js'
import type { Finding, FlowRule } from '../rule.js'

export const requestBody: FlowRule = {
  about: 'flow',
  id: 'request-body',
  title: 'the body reaches the provider as the client wrote it, or `rewrite` names what it dropped',
  check: (flow) =>
    withPassage(flow, async ({ requests, send }) => {
      const findings: Finding[] = []
      for (const request of requests.filter(({ body }) => body !== undefined))
        findings.push(...judge(await send(request)))
      return findings
    }),
}

function judge({ sent, response, upstream: [request] }: Passed): readonly Finding[] {
  if (request === undefined || sent.body === undefined || request.text() === JSON.stringify(sent.body)) return []
  const arrived = parsed(request.text())
  const dropped = new Set((response.header('x-ccproxy-dropped') ?? '').split(',').map((name) => name.trim()))
  return Object.entries(sent.body)
    .filter(([key, value]) => key !== 'model' && !dropped.has(key) && !isDeepStrictEqual(arrived[key], value))
    .map(([key]) => ({
      problem: `\`${key}\` of ${sent.client}'s body reaches the provider ${Object.hasOwn(arrived, key) ? 'changed' : 'no more'}, and the client is not told`,
      fix: 'leave the body alone, or return the names of what `rewrite` takes out as `dropped`',
    }))
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
