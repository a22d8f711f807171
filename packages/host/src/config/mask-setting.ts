import { isRecord } from './settings-tree.js'

/** What stands for a secret. */
export const masked = '********'

const secretKey =
  /(^|[_-])(tokens?|keys?|secrets?|passwords?|passphrase|assertion|authorization|credentials?|cookies?)$/i

/** The value of the key is a secret. */
export function isSecretKey(path: readonly string[]): boolean {
  return secretKey.test(path.at(-1) ?? '')
}

function maskText(text: string): string {
  if (!URL.canParse(text)) return text
  const url = new URL(text)
  if (url.username === '' && url.password === '' && url.search === '') return text
  if (url.username !== '' || url.password !== '') {
    url.username = masked
    url.password = ''
  }
  if (url.search !== '') url.search = masked
  return url.href
}

/** A value that may be shown: secrets, and what a URL carries beside its address, are masked. */
export function maskSetting(path: readonly string[], value: unknown): unknown {
  if (value === undefined || value === null || typeof value === 'boolean') return value
  if (isSecretKey(path)) return masked
  if (Array.isArray(value)) return value.map((item: unknown) => maskSetting(path, item))
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, nested]) => [key, maskSetting([...path, key], nested)]))
  }
  return typeof value === 'string' ? maskText(value) : value
}
