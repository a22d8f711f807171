import { posix, win32 } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

const fileName = 'application_default_credentials.json'

/**
 * Where application default credentials are: https://cloud.google.com/docs/authentication/application-default-credentials
 * @returns undefined when the environment names no place, not even a home directory
 */
export function credentialsPath(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  const paths = platform === 'win32' ? win32 : posix
  const named = variable(environment, 'GOOGLE_APPLICATION_CREDENTIALS')
  if (named !== undefined) return named
  const configured = variable(environment, 'CLOUDSDK_CONFIG')
  if (configured !== undefined) return paths.join(configured, fileName)
  const base = variable(environment, platform === 'win32' ? 'APPDATA' : 'HOME')
  if (base === undefined) return undefined
  return platform === 'win32' ? paths.join(base, 'gcloud', fileName) : paths.join(base, '.config', 'gcloud', fileName)
}

/** @returns its value; undefined when it is not set or empty */
export function variable(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim()
  return value === '' ? undefined : value
}
