import { CCProxyError, isCCProxyError } from '@ccproxy/core'
import { type CredentialsFile, readCredentialsFile } from './credentials-file.js'
import { credentialsPath, type Environment } from './credentials-path.js'

type OfType<Type> = Extract<CredentialsFile, { readonly type: Type }>

export interface FoundCredentials<Type extends CredentialsFile['type']> {
  readonly path: string
  readonly file: OfType<Type>
}

const names: Readonly<Record<CredentialsFile['type'], readonly [name: string, flow: string]>> = {
  authorized_user: ['a login of gcloud', 'adc'],
  service_account: ['the key of a service account', 'service-account'],
}

/**
 * @param path default: where the environment says
 * @returns undefined: there is no file
 * @throws CCPROXY_CREDENTIAL_LINK when it is of another type, or must not be used as it is
 */
export function findCredentials<const Type extends CredentialsFile['type']>(
  environment: Environment,
  type: Type,
  path = credentialsPath(environment),
): FoundCredentials<Type> | undefined {
  const file = path === undefined ? undefined : readCredentialsFile(path)
  if (path === undefined || file === undefined) return undefined
  if (isOfType(file, type)) return { path, file }
  const [found, flow] = names[file.type]
  throw new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${path} is ${found}, not ${names[type][0]}`, {
    hint: `Sign in by the flow ${flow} instead, or point GOOGLE_APPLICATION_CREDENTIALS at another file.`,
  })
}

function isOfType<Type extends CredentialsFile['type']>(file: CredentialsFile, type: Type): file is OfType<Type> {
  return file.type === type
}

/** Why the credentials cannot be used now; undefined when they can. `hint` is for when there are none. */
export function whyNotThere(
  environment: Environment,
  type: CredentialsFile['type'],
  hint: string,
): { readonly reason: string; readonly hint: string } | undefined {
  try {
    if (findCredentials(environment, type) !== undefined) return undefined
    const path = credentialsPath(environment) ?? 'application_default_credentials.json'
    return { reason: `there is no ${path}`, hint }
  } catch (error) {
    if (isCCProxyError(error)) return { reason: error.message, hint: error.hint }
    return { reason: 'the file of the application default credentials cannot be read this moment', hint }
  }
}
