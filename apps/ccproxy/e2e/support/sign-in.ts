import { type Program, walkRedirects } from '@ccproxy/testkit'
import type { LoginServer } from './login-server.js'
import type { RunOptions, Workshop } from './workshop.js'

/** `ccproxy auth login claude --no-browser`, up to the address to visit. */
export async function beginLogin(
  workshop: Workshop,
  server: LoginServer,
  { flags = [], ...options }: RunOptions & { readonly flags?: readonly string[] } = {},
): Promise<{ readonly program: Program; readonly address: URL }> {
  workshop.secretSources.add(server.secrets)
  const environment = { ...server.environment, ...options.environment }
  const program = workshop.run(['auth', 'login', 'claude', '--no-browser', ...flags], { ...options, environment })
  const [address] = await program.printed(/^http:\/\/\S+$/m)
  return { program, address: new URL(address) }
}

/**
 * Follows the address as a person at another machine does: up to the callback, which cannot be reached from there.
 * @returns the address that their browser ended at
 */
export async function visitElsewhere(address: URL): Promise<URL> {
  const callback = redirectOf(address)
  const { url, response } = await walkRedirects(address, (next) => next.href.startsWith(`${callback.href}?`))
  if (response !== undefined) throw new Error(`the walk ended at ${url.origin}${url.pathname} with ${response.status}`)
  return url
}

/** Where the browser is to end. */
export function redirectOf(address: URL): URL {
  return new URL(address.searchParams.get('redirect_uri') ?? '')
}

/** Signs in to plugin-claude at the test's own authorization server, as a person with a browser does. */
export async function signIn(workshop: Workshop, server: LoginServer, options: RunOptions = {}): Promise<void> {
  const { program, address } = await beginLogin(workshop, server, options)
  await walkRedirects(address)
  const code = await program.ended()
  if (code !== 0) throw new Error(`the login ended with ${code}:\n${program.stderr}`)
}
