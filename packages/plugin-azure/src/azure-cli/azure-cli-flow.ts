import { CCProxyError, type LinkedFlow, type LinkedReading, runOwnerCommand } from '@ccproxy/core'
import { apiScopes } from '../api-scopes.js'
import type { AzureSettings } from '../config.js'
import { isDirectory } from '../directory.js'
import { type CliLogin, cliDirectory, readCliLogin } from './cli-login.js'
import { isOnPath } from './is-on-path.js'
import { readCliToken } from './read-cli-token.js'

type Environment = Readonly<Record<string, string | undefined>>

/** It is a Python program that may ask the network. */
const commandTimeoutMs = 25_000

const notInstalled = {
  reason: 'the Azure CLI (`az`) was not found on PATH',
  hint: 'Install it (https://aka.ms/azure-cli), or add it to the PATH that ccproxy is started with.',
}

/** The login of the Azure CLI: it hands over access tokens by its own command and keeps everything else. */
export function azureCliFlow(settings: AzureSettings, environment: Environment): LinkedFlow {
  const { tenant } = settings
  const ofTenant = isDirectory(tenant) ? ['--tenant', tenant] : []
  const scopes = apiScopes(settings.oauth.scopes)
  const notSignedIn = { reason: 'nobody is signed in to the Azure CLI', hint: `Run ${signIn(ofTenant)}.` }

  /** Asked anew each time: a server outlives many a `az login`. */
  function whyNot(): LinkedFlow['unavailable'] {
    if (!isOnPath('az', environment)) return notInstalled
    const directory = cliDirectory(environment)
    return directory === undefined || isSignedOut(directory) ? notSignedIn : undefined
  }

  return {
    kind: 'linked',
    id: 'az',
    label: 'Azure CLI (az login)',
    renewal: 'hand-off',
    get unavailable() {
      return whyNot()
    },
    ambient: () => whyNot() === undefined,
    read: async (source) => {
      const directory = source['directory'] ?? cliDirectory(environment)
      const login = directory === undefined ? undefined : readCliLogin(directory)
      if (directory === undefined || login === undefined) return undefined
      if (!isOnPath('az', environment))
        throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', notInstalled.reason, { hint: notInstalled.hint })
      return readingOf(login, directory)
    },
    renew: async ({ source }, { signal }) => {
      const directory = source?.['directory'] ?? ''
      const printed = await runOwnerCommand({
        program: 'az',
        args: ['account', 'get-access-token', '--output', 'json', '--scope', ...scopes, ...ofTenant],
        environment: { ...environment, AZURE_CONFIG_DIR: directory },
        hint: `Run ${signIn(ofTenant)}; then the same command must print a token in a terminal.`,
        timeoutMs: commandTimeoutMs,
        signal,
      })
      return readCliToken(printed)
    },
  }
}

function readingOf({ user, isPerson, tenant }: CliLogin, directory: string): LinkedReading {
  return {
    fingerprint: `${user} ${tenant}`,
    where: `the Azure CLI (${directory})`,
    source: { directory },
    profile: { ...(isPerson ? { email: user } : { id: user }), attributes: { tenant } },
  }
}

/** A file that is being written says nothing. */
function isSignedOut(directory: string): boolean {
  try {
    return readCliLogin(directory) === undefined
  } catch {
    return false
  }
}

function signIn(ofTenant: readonly string[]): string {
  return `\`${['az', 'login', ...ofTenant].join(' ')}\``
}
