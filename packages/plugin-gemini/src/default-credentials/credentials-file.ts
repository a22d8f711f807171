// What a file of application default credentials holds. Small and rarely read, so it is read where it is asked for.
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { CCProxyError } from '@ccproxy/core'
import * as v from 'valibot'

const text = v.pipe(v.string(), v.minLength(1))
const optionalText = v.optional(v.string())

const authorizedUser = v.object({
  type: v.literal('authorized_user'),
  client_id: text,
  client_secret: text,
  refresh_token: text,
  quota_project_id: optionalText,
  account: optionalText,
})
const serviceAccount = v.object({
  type: v.literal('service_account'),
  client_email: text,
  private_key: text,
  private_key_id: text,
  quota_project_id: optionalText,
})
const known = v.variant('type', [authorizedUser, serviceAccount])
const anyFile = v.looseObject({ type: text, universe_domain: v.optional(text, 'googleapis.com') })

export type ServiceAccount = v.InferOutput<typeof serviceAccount>
export type CredentialsFile = v.InferOutput<typeof known>

const largestFile = 64 * 1024
const signInAnew = 'Run `gcloud auth application-default login` again.'

/**
 * @returns undefined: there is no file
 * @throws CCPROXY_CREDENTIAL_LINK when it must not be used as it is; anything else is over in a moment (it is being written)
 */
export function readCredentialsFile(path: string): CredentialsFile | undefined {
  const content = contentOf(path)
  if (content === undefined) return undefined
  const parsed: unknown = JSON.parse(content)
  if (!v.is(anyFile, parsed)) throw refused(path, 'is not a file of application default credentials', signInAnew)
  const { type, universe_domain: universe } = v.parse(anyFile, parsed)
  if (type !== 'authorized_user' && type !== 'service_account')
    throw refused(
      path,
      `is of the type ${printable(type)}, which CCProxy cannot use`,
      'Sign in with `gcloud auth application-default login`, point GOOGLE_APPLICATION_CREDENTIALS at the key of a service account, or use an API key (--flow key).',
    )
  if (universe !== 'googleapis.com')
    throw refused(path, 'belongs to another universe than googleapis.com', 'Use credentials of Google Cloud itself.')
  const file = v.safeParse(known, parsed)
  if (file.success) return file.output
  throw refused(
    path,
    'is not complete',
    type === 'service_account' ? 'Download the key of the service account again, as JSON.' : signInAnew,
  )
}

/** @returns undefined: it is not there */
function contentOf(path: string): string | undefined {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const status = fstatSync(file)
    if (!status.isFile() || status.size > largestFile)
      throw refused(path, 'is not a file of application default credentials', 'Name the JSON file itself.')
    return readFileSync(file, 'utf8')
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    if (code === 'EACCES' || code === 'EPERM')
      throw refused(path, 'must not be read by this user', 'Make it readable for the user that runs CCProxy.')
    throw error
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function refused(path: string, what: string, hint: string): CCProxyError {
  return new CCProxyError('CCPROXY_CREDENTIAL_LINK', `${path} ${what}`, { hint })
}

function printable(name: string): string {
  return name.replaceAll(/[^\w.-]/g, '').slice(0, 64)
}
