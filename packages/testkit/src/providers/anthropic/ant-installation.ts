import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

export interface AntLogin {
  readonly accessToken: string
  readonly refreshToken: string
  readonly clientId: string
  readonly baseUrl: string
  readonly expiresInSeconds: number
}

/** A machine on which somebody installed the ant CLI and signed in, and on which an identity token is projected. */
export class AntInstallation {
  readonly #root: string

  private constructor(root: string) {
    this.#root = root
  }

  /** @param program what `ant` on its PATH runs */
  static async create(program: string): Promise<AntInstallation> {
    const installation = new AntInstallation(await mkdtemp(join(tmpdir(), 'ccproxy-stand-in-anthropic-')))
    for (const folder of ['anthropic/configs', 'anthropic/credentials', 'bin'])
      await mkdir(join(installation.#root, folder), { recursive: true, mode: 0o700 })
    await installation.#install(program)
    return installation
  }

  get environment(): Readonly<Record<string, string>> {
    return {
      ANTHROPIC_CONFIG_DIR: this.directory,
      PATH: [join(this.#root, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
    }
  }

  get directory(): string {
    return join(this.#root, 'anthropic')
  }

  get identityTokenFile(): string {
    return join(this.#root, 'identity-token')
  }

  async writeIdentityToken(token: string): Promise<void> {
    await writeFile(this.identityTokenFile, `${token}\n`, { mode: 0o600 })
  }

  /** `ant auth login` */
  async signIn(login: AntLogin, profile: string): Promise<void> {
    const config = {
      version: '1.0',
      authentication: { type: 'user_oauth', client_id: login.clientId },
      base_url: login.baseUrl,
      workspace_id: 'wrkspc_stand_in',
    }
    const credentials = {
      version: '1.0',
      type: 'oauth_token',
      access_token: login.accessToken,
      refresh_token: login.refreshToken,
      expires_at: Math.floor(Date.now() / 1000) + login.expiresInSeconds,
      scope: 'user:profile user:inference',
      account_email: 'someone@example.com',
      organization_uuid: '00000000-0000-0000-0000-000000000001',
      organization_name: 'Example',
    }
    await writeFile(join(this.directory, 'configs', `${profile}.json`), JSON.stringify(config), { mode: 0o600 })
    const path = join(this.directory, 'credentials', `${profile}.json`)
    await writeFile(path, JSON.stringify(credentials), { mode: 0o600 })
  }

  remove(): Promise<void> {
    return rm(this.#root, { recursive: true, force: true, maxRetries: 3 })
  }

  async #install(program: string): Promise<void> {
    const command = join(this.#root, 'bin', 'ant')
    await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
    await chmod(command, 0o700)
  }
}
