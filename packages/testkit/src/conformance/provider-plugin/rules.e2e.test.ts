import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { acme } from './__fixtures__/acme.js'
import type { Breaker } from './__fixtures__/breaker.js'
import { flowBreakers } from './__fixtures__/flow-breakers.js'
import { loginBreakers } from './__fixtures__/login-breakers.js'
import { manifestBreakers } from './__fixtures__/manifest-breakers.js'
import { requestBreakers } from './__fixtures__/request-breakers.js'
import { runtimeBreakers } from './__fixtures__/runtime-breakers.js'
import { settingsBreakers } from './__fixtures__/settings-breakers.js'
import { writePackage } from './__fixtures__/write-package.js'
import { checkFlow, checkPlugin } from './check-rule.js'
import { FlowNotReadyError } from './finding-error.js'
import { PluginUnderTest } from './plugin-under-test.js'
import { type Finding, printFindings, type Rule } from './rule.js'
import { rules } from './rules.js'

const breakers: readonly Breaker[] = [
  ...manifestBreakers,
  ...settingsBreakers,
  ...flowBreakers,
  ...loginBreakers,
  ...requestBreakers,
  ...runtimeBreakers,
]

function ruleOf(id: string): Rule {
  const rule = rules.find((other) => other.id === id)
  if (rule === undefined) throw new Error(`there is no rule ${id}`)
  return rule
}

async function findingsOf(rule: Rule, plugin: PluginUnderTest): Promise<readonly Finding[]> {
  if (rule.about === 'plugin') return checkPlugin(rule, plugin)
  for (const declared of await plugin.flows()) {
    if (rule.appliesTo?.(declared) === false) continue
    const found = await checkFlow(rule, plugin.flow(declared)).catch((error: unknown) => {
      if (error instanceof FlowNotReadyError) return []
      throw error
    })
    if (found.length > 0) return found
  }
  return []
}

describe.each(rules.map(({ id }) => id))('%s', (id) => {
  it.each(breakers.filter(({ rule }) => rule === id).map((breaker) => [breaker.wrong, breaker] as const))(
    'is broken by a plugin that %s',
    async (_wrong, { factory = acme(), packageJson, options, says }) => {
      await using folder = await writePackage(packageJson)
      const packagePath = join(folder.path, 'package.json')
      const plugin = new PluginUnderTest({ factory, options: { packageJson: packagePath, ...options } })
      try {
        const said = printFindings(id, await findingsOf(ruleOf(id), plugin))
        expect(said).toContain(says)
        expect(said).toMatch(/What to do: \S+/)
      } finally {
        await plugin.close()
      }
    },
  )

  it('is broken by two plugins at least', () => {
    expect(breakers.filter(({ rule }) => rule === id).length).toBeGreaterThanOrEqual(2)
  })
})

it('no plugin breaks a rule that there is not', () => {
  expect(breakers.filter(({ rule }) => !rules.some(({ id }) => id === rule))).toEqual([])
})
