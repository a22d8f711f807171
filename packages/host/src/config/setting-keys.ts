// The one place where spellings of setting keys meet: snake_case in files and environment, camelCase in code.
import { closest } from 'fastest-levenshtein'

/** `baseUrl` → `base_url`; a run of capitals is one word. */
export function toSnakeCase(key: string): string {
  return key.replaceAll(/[A-Z]+(?![a-z])|[A-Z]/g, (capitals, offset: number) =>
    offset === 0 ? capitals.toLowerCase() : `_${capitals.toLowerCase()}`,
  )
}

/** A path as TOML writes it: `models.aliases."gpt-5.1"`. */
export function dottedKey(path: readonly string[]): string {
  return path.map((key) => (/^[A-Za-z0-9_-]+$/.test(key) ? key : JSON.stringify(key))).join('.')
}

/** Variables with this prefix belong to CCProxy alone, so that an unknown name is an error. */
export const ownPrefix = 'CCPROXY__'

/** The variable that sets the key at `path`, without `ownPrefix`. */
export function variableName(path: readonly string[]): string {
  return path.map((key) => key.toUpperCase().replaceAll('-', '_')).join('__')
}

/** The most similar of `candidates`, those that the key is a part of first; undefined when there is none. */
export function nearestKey(key: string, candidates: readonly string[]): string | undefined {
  const longer = candidates.filter((name) => key !== '' && (name.startsWith(`${key}_`) || name.endsWith(`_${key}`)))
  const pool = longer.length > 0 ? longer : candidates
  return pool.length === 0 ? undefined : closest(key, pool)
}
