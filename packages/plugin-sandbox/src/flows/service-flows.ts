// Sign-ins without a person: the client itself, or what a platform says of it.
import { readFile } from 'node:fs/promises'
import { CCProxyError, type ClientCredentialsFlow, type JwtBearerFlow } from '@ccproxy/core'
import { sandboxClients } from '@ccproxy/sandbox'
import type { SandboxServer } from './sandbox-server.js'

export function clientFlow({ endpoints }: SandboxServer): ClientCredentialsFlow {
  return {
    kind: 'client-credentials',
    id: 'client',
    label: 'Client credentials: the client signs in as itself',
    ...sandboxClients.service,
    scopes: ['inference'],
    token: { url: endpoints.token },
  }
}

/** @param file with the identity token: it is good for one exchange, and replaced by then */
export function federationFlow({ endpoints }: SandboxServer, file: string): JwtBearerFlow {
  return {
    kind: 'jwt-bearer',
    id: 'federation',
    label: 'Workload identity: a signed token from a file is exchanged',
    token: { url: endpoints.federationToken },
    assertion: async (signal) => {
      try {
        return { assertion: (await readFile(file, { encoding: 'utf8', signal })).trim() }
      } catch (cause) {
        throw new CCProxyError('CCPROXY_OAUTH_ASSERTION', `there is no identity token in ${file}`, {
          hint: 'The sandbox writes it when it starts: check that the directory can be written.',
          cause,
        })
      }
    },
  }
}
