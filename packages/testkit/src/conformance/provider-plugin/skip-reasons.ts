// What an author leaves out, and why.
import type { OAuthFlow } from '@ccproxy/core'
import type { Finding } from './rule.js'
import { rules } from './rules.js'

export type Skips = Readonly<Record<string, string>>

/** @returns why this is not tested; undefined: it is */
export function skipReason(skips: Skips, rule: string, flow?: string): string | undefined {
  return skips[rule] ?? (flow === undefined ? undefined : (skips[`flow:${flow}`] ?? skips[`${rule}:${flow}`]))
}

/** Every skip has a reason, and names something. */
export function skipFindings(skips: Skips, flows: readonly OAuthFlow[]): readonly Finding[] {
  const known = new Set([
    ...rules.map(({ id }) => id),
    ...flows.flatMap(({ id }) => [`flow:${id}`, ...rules.map((rule) => `${rule.id}:${id}`)]),
  ])
  return Object.entries(skips).flatMap(([name, reason]) => [
    ...(known.has(name)
      ? []
      : [{ problem: `\`skip\` names "${name}", which is no rule and no flow`, fix: 'correct it, or take it out' }]),
    ...(reason.trim() === ''
      ? [{ problem: `\`skip\` gives no reason for "${name}"`, fix: 'say why it does not apply to this plugin' }]
      : []),
  ])
}
