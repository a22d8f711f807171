import { CCProxyError, isCCProxyError } from '@ccproxy/core/errors'

const probeMs = 800

/** True when another ccproxy answers at this port of the machine. */
async function isOurs(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/health`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(probeMs),
    })
    await answer.body?.cancel()
    return answer.headers.has('x-ccproxy-request-id')
  } catch {
    return false
  }
}

function causeCode(error: CCProxyError): unknown {
  return error.cause instanceof Error ? Reflect.get(error.cause, 'code') : undefined
}

/** Says who holds the address and what to do; other errors come back as they are. */
export async function explainAddressError(error: unknown, hostname: string, port: number): Promise<unknown> {
  if (!isCCProxyError(error) || error.code !== 'CCPROXY_SERVE_ADDRESS') return error
  const explain = (message: string, hint: string): CCProxyError =>
    new CCProxyError('CCPROXY_SERVE_ADDRESS', message, { hint, cause: error.cause })
  switch (causeCode(error)) {
    case 'EADDRINUSE': {
      const holder = (await isOurs(port)) ? 'another ccproxy, which may serve you already' : 'another program'
      const next = port < 65_535 ? port + 1 : 0
      return explain(
        `port ${port} of ${hostname} is taken by ${holder}`,
        `End it (\`lsof -i :${port}\` names it), or choose another port: ccproxy serve --port ${next}`,
      )
    }
    case 'EACCES':
      return explain(`port ${port} may not be used by you`, 'Choose a port above 1023 with --port.')
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return explain(`${hostname} is no address of this machine`, 'Choose one with --host, for example 127.0.0.1.')
    default:
      return error
  }
}
