// Every check that a request must pass before anything looks at what it wants.
import type { IncomingMessage } from 'node:http'
import { detectDialect, HeaderList } from '@ccproxy/host'
import { checkJson, checkNavigation, checkOrigin } from './browser-check.js'
import { createClientKeyCheck } from './client-key.js'
import { checkHost } from './host-check.js'
import { firstSegment, ownSegments } from './own-segments.js'
import { checkRequestHead } from './request-head.js'
import { checkRequestTarget } from './request-target.js'
import type { ServerLimits } from './server-limits.js'

export interface RequestGuardOptions {
  /** The client key; absent: none is asked for, and the Host header must name this machine. */
  readonly authToken?: string | undefined
  readonly allowedOrigins: readonly string[]
}

export interface RequestGuard {
  /** @throws CCPROXY_HTTP_* */
  check(incoming: IncomingMessage): void
  /** Who may learn that there is no upgrade. @throws CCPROXY_HTTP_* */
  checkUpgrade(incoming: IncomingMessage): void
}

const openPaths: ReadonlySet<string> = new Set(['/health', '/health/ready'])

export function createRequestGuard(
  { authToken, allowedOrigins }: RequestGuardOptions,
  limits: ServerLimits,
): RequestGuard {
  const checkKey = authToken === undefined ? undefined : createClientKeyCheck(authToken)
  const origins: ReadonlySet<string> = new Set(allowedOrigins)

  function checkUpgrade(incoming: IncomingMessage): void {
    checkRequestHead(incoming, limits)
    checkRequestTarget(incoming.url ?? '')
    if (checkKey === undefined) checkHost(incoming)
    checkOrigin(incoming, origins)
  }

  return {
    checkUpgrade,
    check(incoming) {
      checkUpgrade(incoming)
      const target = incoming.url ?? ''
      const end = target.indexOf('?')
      if (checkKey !== undefined && !openPaths.has(end === -1 ? target : target.slice(0, end))) checkKey(incoming)
      const segment = firstSegment(target)
      if (ownSegments.has(segment)) return
      checkNavigation(incoming)
      const headers = new HeaderList(incoming.rawHeaders)
      const dialect = detectDialect(target.slice(segment.length + 1), headers) ?? detectDialect(target, headers)
      if (dialect !== undefined) checkJson(incoming)
    },
  }
}
