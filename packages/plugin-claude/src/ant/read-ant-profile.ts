import { createHash } from 'node:crypto'
import { join, resolve } from 'node:path'
import { CCProxyError, type CredentialProfile, type LinkedReading, readOwnerFile } from '@ccproxy/core'
import * as v from 'valibot'
import { type Environment, variable } from '../environment.js'
import { assertProfileApi } from '../profile/assert-profile-api.js'
import { type ProfilePlace, profilePlace, validName } from '../profile/profile-place.js'
import { type Profile, readProfile } from '../profile/read-profile.js'
import { type CredentialsFile, credentialsFile } from '../schemas.js'

export interface AntSurroundings {
  readonly environment: Environment
  readonly baseUrl: string
}

type Source = Readonly<Record<string, string>>

/** The profile that a link points at; with no source, the one in force. @throws CCPROXY_CREDENTIAL_LINK */
export function antProfile(environment: Environment, source: Source = {}): Profile | undefined {
  const { directory, profile } = source
  const linked = directory !== undefined && profile !== undefined
  const place: ProfilePlace | undefined = linked
    ? { directory, profile: validName(profile), isNamed: false }
    : profilePlace(environment)
  return place && readProfile(place)
}

/** `credentials_path` as Anthropic's tools take it: relative to the working directory. */
export function credentialsPath({ directory, profile, file }: Profile): string {
  const { credentials_path: own } = file.authentication
  return own === undefined ? join(directory, 'credentials', `${profile}.json`) : resolve(own)
}

/**
 * What `ant auth login` stored. Its refresh token is not even taken into memory.
 * @returns undefined when nobody is signed in
 * @throws CCPROXY_CREDENTIAL_LINK when it must not be used; another Error while it is being written
 */
export async function readAntProfile(
  { environment, baseUrl }: AntSurroundings,
  source: Source,
): Promise<LinkedReading | undefined> {
  const profile = antProfile(environment, source)
  if (profile === undefined) return undefined
  assertUserLogin(profile)
  assertProfileApi(profile, baseUrl)
  const path = credentialsPath(profile)
  const text = await readOwnerFile(path, {
    hint: `Make it a file of your own that you may read, or run \`ant auth login --profile ${profile.profile}\`.`,
  })
  if (text === undefined) return undefined
  const credentials = parseCredentials(text, path, profile)
  const { access_token: accessToken, expires_at: expiresAt, scope } = credentials
  return {
    fingerprint: createHash('sha256').update(text).digest('hex').slice(0, 16),
    where: path,
    source: { directory: profile.directory, profile: profile.profile },
    accessToken,
    profile: shownProfile(credentials, profile, environment),
    ...(typeof expiresAt === 'number' && { expiresAt: expiresAt * 1000 }),
    ...(scope !== undefined && { scopes: scope.split(' ').filter((one) => one !== '') }),
  }
}

function assertUserLogin({ profile, file }: Profile): void {
  if (file.authentication.type === 'user_oauth') return
  throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `the Anthropic profile ${profile} is a federation, not a login`, {
    hint: 'Use `ccproxy auth login claude --flow federation`; the default account uses it without a sign-in.',
  })
}

function parseCredentials(text: string, path: string, { profile }: Profile): CredentialsFile {
  const parsed = v.safeParse(credentialsFile, parseJson(text, path))
  if (parsed.success) return parsed.output
  throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${path} holds no OAuth token of the ant CLI`, {
    hint: `Run \`ant auth login --profile ${profile}\`.`,
  })
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The words of the parser quote the file.
    throw new Error(`${path} is no JSON at this moment`)
  }
}

function shownProfile(credentials: CredentialsFile, { profile, file }: Profile, environment: Environment) {
  const workspace = file.workspace_id ?? variable(environment, 'ANTHROPIC_WORKSPACE_ID')
  const organization = credentials.organization_uuid ?? file.organization_id
  const { account_email: email, organization_name: organizationName } = credentials
  const shown: CredentialProfile = {
    ...(email !== undefined && { email }),
    attributes: {
      ant_profile: profile,
      ...(organization !== undefined && { organization_id: organization }),
      ...(organizationName !== undefined && { organization_name: organizationName }),
      // `default` is a word for the exchange of a federation, no id that a header may have.
      ...(workspace !== undefined && workspace !== 'default' && { workspace_id: workspace }),
    },
  }
  return shown
}
