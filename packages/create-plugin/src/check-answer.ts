// What an answer must be, whether it was typed at a prompt or given as a flag.
import { firstPartyPlugins, ownWords } from './reserved-names.js'
import { ScaffoldProblem } from './scaffold-problem.js'

const namePattern = /^[a-z][a-z0-9-]{0,31}$/
const packagePattern = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/

/** `Acme AI` → `acme-ai`; empty when nothing is left of it. */
function nameFrom(text: string): string {
  const name = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return name
    .replace(/^[^a-z]+/, '')
    .slice(0, 32)
    .replace(/-+$/, '')
}

/** `acme-ai` → `Acme Ai` */
export function displayNameFrom(name: string): string {
  const words = name.split('-').filter((word) => word !== '')
  return words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`).join(' ')
}

/** @throws ScaffoldProblem */
export function checkName(name: string): string {
  if (!namePattern.test(name)) {
    const nearest = nameFrom(name)
    const example = nearest === '' ? 'acme' : nearest
    throw new ScaffoldProblem(
      `"${name}" cannot be the name of a plugin`,
      `Begin with a letter; use lower-case letters, digits and dashes, at most 32. For example: ${example}`,
    )
  }
  if (firstPartyPlugins.includes(name))
    throw new ScaffoldProblem(`"${name}" is the name of a first-party plugin`, `Take another name: my-${name}`)
  if (ownWords.includes(name))
    throw new ScaffoldProblem(`"${name}" is a command or a path of CCProxy itself`, `Take another name: my-${name}`)
  return name
}

/** It goes into quoted text of several languages, so it is letters, digits and a few signs. @throws ScaffoldProblem */
export function checkDisplayName(text: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} .+()-]{0,63}$/u.test(text)) return text
  throw new ScaffoldProblem(
    'the display name has signs that it cannot have, or no length that fits',
    'Use letters, digits, spaces and . + ( ) -, at most 64 of them.',
  )
}

/** @throws ScaffoldProblem */
export function checkPackageName(name: string): string {
  if (!packagePattern.test(name) || name.length > 214)
    throw new ScaffoldProblem(`"${name}" cannot be the name of an npm package`, 'For example: @me/ccproxy-plugin-acme')
  if (name.startsWith('@ccproxy/'))
    throw new ScaffoldProblem(
      'the scope @ccproxy is that of the first-party plugins',
      'Take a scope of yours, or none.',
    )
  return name
}

/** @returns it without the slash at its end. @throws ScaffoldProblem */
export function checkUrl(text: string, what: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !isSecure(url))
    throw new ScaffoldProblem(
      `the ${what} must be an https URL`,
      'For example: https://api.acme.example (http is accepted for 127.0.0.1, [::1] and localhost only)',
    )
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '' || url.href.includes("'"))
    throw new ScaffoldProblem(`the ${what} has more than host and path`, 'Leave out user, query, fragment and quotes.')
  return url.href.replace(/\/+$/, '')
}

function isSecure({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true
  return protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname)
}

/** @throws ScaffoldProblem naming the nearest that there is */
export function checkOneOf<Choice extends string>(text: string, choices: readonly Choice[], what: string): Choice {
  const found = choices.find((choice) => choice === text)
  if (found !== undefined) return found
  throw new ScaffoldProblem(`"${text}" is no ${what}`, `Take one of: ${choices.join(', ')}`)
}
