import type { OAuthFlow, ProviderPluginFactory } from '@ccproxy/core'
import { afterAll, describe, it } from 'vitest'
import { checkFlow, checkPlugin } from './check-rule.js'
import { FlowNotReadyError } from './finding-error.js'
import { describeGolden } from './golden/describe-golden.js'
import { PluginUnderTest } from './plugin-under-test.js'
import type { ProviderPluginOptions } from './provider-plugin-options.js'
import { type Finding, type FlowRule, type PluginRule, printFindings } from './rule.js'
import { rules } from './rules.js'
import { skipFindings, skipReason } from './skip-reasons.js'

/** A device is polled once a second, and the first sign-in starts the servers. */
const timeout = 30_000

interface DeclaredTest {
  readonly id: string
  readonly title: string
  /** Why it is skipped. */
  readonly reason: string | undefined
  readonly check: () => Promise<readonly Finding[]>
}

/** Declares the tests of everything that a provider plugin keeps, against real servers of this machine. */
export function describeProviderPlugin(factory: ProviderPluginFactory, options: ProviderPluginOptions): void {
  describe(`${factory.displayName} is a provider plugin`, async () => {
    const plugin = new PluginUnderTest({ factory, options })
    const { skip = {}, golden } = options
    afterAll(() => plugin.close())
    // A plugin that cannot be created has no flows to name; the tests say why.
    const flows = await plugin.flows().catch((): readonly OAuthFlow[] => [])
    const skips: DeclaredTest = {
      id: 'skip',
      title: 'skips nothing without a reason',
      reason: undefined,
      check: async () => skipFindings(skip, flows),
    }
    declareTests([skips, ...pluginRules.map((rule) => testOf(rule, skip, () => checkPlugin(rule, plugin)))])

    for (const declared of new Map(flows.map((flow) => [flow.id, flow])).values()) {
      const { id } = declared
      describe(`flow ${id}`, () => {
        const applying = flowRules.filter((rule) => rule.appliesTo?.(declared) ?? true)
        declareTests(applying.map((rule) => testOf(rule, skip, () => checkFlow(rule, plugin.flow(declared)), id)))
        if (golden !== undefined) describeGolden(plugin.flow(declared), golden, skip[`flow:${id}`])
      })
    }
  })
}

const pluginRules = rules.filter((rule): rule is PluginRule => rule.about === 'plugin')
const flowRules = rules.filter((rule): rule is FlowRule => rule.about === 'flow')

function testOf(
  { id, title }: PluginRule | FlowRule,
  skips: Readonly<Record<string, string>>,
  check: DeclaredTest['check'],
  flow?: string,
): DeclaredTest {
  const reason = skipReason(skips, id, flow)
  return { id, title: reason === undefined ? title : `${title} (skipped: ${reason})`, reason, check }
}

function declareTests(tests: readonly DeclaredTest[]): void {
  // By '%s', since '$title' would be cut.
  const titled = tests.map((test) => [test.title, test] as const)
  it.for(titled)('%s', { timeout }, async ([, { id, reason, check }], { expect, skip }) => {
    skip(reason !== undefined, reason)
    const findings = await check().catch((error: unknown) => {
      if (!(error instanceof FlowNotReadyError)) throw error
      return skip(error.finding.problem)
    })
    expect(findings, printFindings(id, findings)).toHaveLength(0)
  })
}
