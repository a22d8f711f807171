import { CCProxyError } from '@ccproxy/core/errors'
import { nearest } from './nearest.js'

/** A wrong call: exit 2. */
export function usageError(message: string, hint: string): CCProxyError {
  return new CCProxyError('CCPROXY_CLI_USAGE', message, { hint })
}

/** @param help what to add to `--help` to read more, e.g. `ccproxy auth` */
export function unknownWord(kind: string, word: string, candidates: readonly string[], help: string): CCProxyError {
  const match = nearest(word.replace(/^--?/, ''), candidates)
  const meant = match === undefined ? '' : `Did you mean ${word.startsWith('-') ? '--' : ''}${match}? `
  return usageError(`unknown ${kind} ${word}`, `${meant}See \`${help} --help\`.`)
}

/** @param provider its name; the ways to sign in are its own, so no help lists them */
export function unknownFlow(provider: string, flow: string, ids: readonly string[]): CCProxyError {
  const match = nearest(flow, ids)
  const meant = match === undefined ? '' : `Did you mean ${match}? `
  return usageError(
    `${provider} has no flow ${flow}`,
    `${meant}It has: ${ids.join(', ')}. See \`ccproxy auth providers\`.`,
  )
}
