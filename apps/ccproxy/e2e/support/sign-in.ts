import { type Program, walkRedirects } from '@ccproxy/testkit'
import type { LoginServer } from './login-server.js'
import type { RunOptions, Workshop } from './workshop.js'

/** `ccproxy auth login claude --no-browser`, up to the address to visit. */
export async function beginLogin(
  workshop: Workshop,
  server: LoginServer,
  options: RunOptions = {},
): Promise<{ readonly program: Program; readonly address: URL }> {
  const environment = { ...server.environment, ...options.environment }
  const program = workshop.run(['auth', 'login', 'claude', '--no-browser'], { ...options, environment })
  const [address] = await program.printed(/^http:\/\/\S+$/m)
  return { program, address: new URL(address) }
}

/** Signs in to plugin-claude at the test's own authorization server, as a person with a browser does. */
export async function signIn(workshop: Workshop, server: LoginServer): Promise<void> {
  const { program, address } = await beginLogin(workshop, server)
  await walkRedirects(address)
  const code = await program.ended()
  if (code !== 0) throw new Error(`the login ended with ${code}:\n${program.stderr}`)
  for (const secret of server.secrets()) workshop.secrets.add(secret)
}
