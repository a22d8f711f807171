import type { OAuthFlow } from '@ccproxy/core'
import type { FlowUnderTest } from './flow-under-test.js'
import type { PluginUnderTest } from './plugin-under-test.js'

/** What is wrong, and what its author can do about it; a sentence each. */
export interface Finding {
  readonly problem: string
  readonly fix: string
}

interface RuleBase {
  /** What `skip` names. */
  readonly id: string
  /** Of the test. */
  readonly title: string
}

/** Checked once. */
export interface PluginRule extends RuleBase {
  readonly about: 'plugin'
  check(plugin: PluginUnderTest): Promise<readonly Finding[]>
}

/** Checked with every flow that can be signed in with. */
export interface FlowRule extends RuleBase {
  readonly about: 'flow'
  /** Absent: to every flow. */
  appliesTo?(flow: OAuthFlow): boolean
  check(flow: FlowUnderTest): Promise<readonly Finding[]>
}

export type Rule = PluginRule | FlowRule

/** What a failing test says. */
export function printFindings(id: string, findings: readonly Finding[]): string {
  return findings.map(({ problem, fix }) => `${id}: ${problem}.\n  What to do: ${fix}.`).join('\n')
}
