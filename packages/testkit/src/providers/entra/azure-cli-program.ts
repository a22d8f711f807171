// A program `az` on a PATH of its own: it asks the stand-in what to print.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface AzureCliProgram {
  readonly environment: Readonly<Record<string, string>>
  /** Writes `azureProfile.json` as `az login` (or `az logout`) does. */
  signedIn(user: string | undefined): Promise<void>
  remove(): Promise<void>
}

const program = (origin: string): string => `#!${process.execPath}
const answer = await fetch('${origin}/azure-cli', { method: 'POST', body: JSON.stringify(process.argv.slice(2)) })
const { code, stdout, stderr } = await answer.json()
process.stdout.write(stdout)
process.stderr.write(stderr)
process.exitCode = code
`

export async function writeAzureCli(origin: string, tenant: string): Promise<AzureCliProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'ccproxy-az-'))
  const [bin, profile] = [join(directory, 'bin'), join(directory, 'azure')]
  await mkdir(bin)
  await mkdir(profile)
  // Node takes a program without an ending for CommonJS unless a package says otherwise.
  await writeFile(join(bin, 'package.json'), '{ "type": "module" }')
  await writeFile(join(bin, 'az'), program(origin))
  await chmod(join(bin, 'az'), 0o700)
  const signedIn = async (user: string | undefined): Promise<void> => {
    const subscription = { id: 'fake-subscription', name: 'Fake', state: 'Enabled', isDefault: true, tenantId: tenant }
    const subscriptions = user === undefined ? [] : [{ ...subscription, user: { name: user, type: 'user' } }]
    const text = JSON.stringify({ installationId: 'fake-installation', subscriptions })
    // With the byte order mark that the real one writes.
    await writeFile(join(profile, 'azureProfile.json'), `\u{FEFF}${text}`)
  }
  await signedIn('ada@example.test')
  return {
    environment: { PATH: [bin, process.env['PATH'] ?? ''].join(delimiter), AZURE_CONFIG_DIR: profile },
    signedIn,
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
