// The files that gcloud and the Google Cloud console write, for a stand-in that knows what is in them.
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type DefaultCredentialsKind = 'authorized_user' | 'service_account'

export interface ServiceAccountKey {
  readonly email: string
  readonly keyId: string
  readonly publicKey: KeyObject
}

export interface DefaultCredentials {
  /** Names a directory of its own, so that those of the person who runs the test are not found. */
  readonly environment: Readonly<Record<string, string>>
  readonly serviceAccount: ServiceAccountKey | undefined
  remove(): Promise<void>
}

export interface GcloudLogin {
  readonly clientId: string
  readonly clientSecret: string
  readonly refreshToken: string
}

/** @param kind undefined: the place is there, and empty */
export async function writeDefaultCredentials(
  kind: DefaultCredentialsKind | undefined,
  login: GcloudLogin,
): Promise<DefaultCredentials> {
  const directory = await mkdtemp(join(tmpdir(), 'ccproxy-gcloud-'))
  const { content, serviceAccount } = kind === 'service_account' ? accountKey() : { content: loginFile(login) }
  if (kind !== undefined)
    await writeFile(join(directory, 'application_default_credentials.json'), JSON.stringify(content), { mode: 0o600 })
  return {
    environment: { CLOUDSDK_CONFIG: directory },
    serviceAccount,
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

function loginFile({ clientId, clientSecret, refreshToken }: GcloudLogin): object {
  return {
    type: 'authorized_user',
    account: '',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
    quota_project_id: 'quota-project',
    universe_domain: 'googleapis.com',
  }
}

function accountKey(): { readonly content: object; readonly serviceAccount: ServiceAccountKey } {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const email = 'robot@stand-in.iam.gserviceaccount.com'
  const keyId = randomBytes(20).toString('hex')
  const content = {
    type: 'service_account',
    project_id: 'stand-in',
    private_key_id: keyId,
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    client_email: email,
    client_id: '1',
    token_uri: 'https://oauth2.googleapis.com/token',
    universe_domain: 'googleapis.com',
  }
  return { content, serviceAccount: { email, keyId, publicKey } }
}
