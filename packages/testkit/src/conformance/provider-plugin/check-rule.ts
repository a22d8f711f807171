import { FindingError, FlowNotReadyError } from './finding-error.js'
import type { FlowUnderTest } from './flow-under-test.js'
import type { PluginUnderTest } from './plugin-under-test.js'
import type { Finding, FlowRule, PluginRule } from './rule.js'

export function checkPlugin(rule: PluginRule, plugin: PluginUnderTest): Promise<readonly Finding[]> {
  return orMissing(rule.check(plugin))
}

/** @throws FlowNotReadyError when the flow cannot be signed in with, unless that is what the rule is about */
export async function checkFlow(rule: FlowRule, flow: FlowUnderTest): Promise<readonly Finding[]> {
  try {
    return await orMissing(rule.check(flow))
  } catch (error) {
    if (error instanceof FlowNotReadyError && rule.id === 'flow-ready') return [error.finding]
    throw error
  }
}

async function orMissing(check: Promise<readonly Finding[]>): Promise<readonly Finding[]> {
  try {
    return await check
  } catch (error) {
    if (error instanceof FindingError && !(error instanceof FlowNotReadyError)) return [error.finding]
    throw error
  }
}
