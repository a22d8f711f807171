// Plugins that cannot run: each is reported with its reason, and the others serve.
import { join } from 'node:path'
import { answerJson, startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { pluginCode, writePlugins } from './support/plugin-packages.js'
import { openWorkshop, type Workshop } from './support/workshop.js'

const providerKey = 'sk-ant-fake-provider-key-1'
// As a careless author writes it: the reason holds what a terminal must not be sent.
const throwing = "throw new Error('\\u001b[31mno such module: fake-dependency')"
const validate = "return { issues: [{ message: 'expected a number', path: ['level'] }] }"

const plugins = [
  { packageName: 'a-good', manifest: { name: 'good' } },
  { packageName: 'b-throws', manifest: { name: 'throws' }, code: throwing },
  { packageName: 'c-future', manifest: { name: 'future', apiVersion: 99, kind: 'something-new' }, code: throwing },
  { packageName: 'd-twin', manifest: { name: 'good' }, code: throwing },
  { packageName: 'e-strict', manifest: { name: 'strict' }, code: pluginCode('strict', { validate }) },
  { packageName: 'f-impostor', manifest: { name: 'claude' }, code: throwing },
  { packageName: 'g-unbuilt', manifest: { name: 'unbuilt', entry: './missing' } },
  { packageName: 'h-other', manifest: { name: 'other' }, code: pluginCode('another-name') },
  { packageName: 'i-needy', manifest: { name: 'needy', requires: ['throws'] } },
]

/** Name, package, state, code and message of its error. */
const broken = [
  ['throws', 'b-throws', 'failed', 'CCPROXY_PLUGIN_IMPORT', /no such module: fake-dependency/],
  ['future', 'c-future', 'failed', 'CCPROXY_PLUGIN_API_VERSION', /apiVersion is 99/],
  ['good', 'd-twin', 'shadowed', 'CCPROXY_PLUGIN_DUPLICATE', /a-good .*was found first/],
  ['strict', 'e-strict', 'failed', 'CCPROXY_PLUGIN_SETTINGS', /plugins\.strict\.level.*expected a number/s],
  ['claude', 'f-impostor', 'failed', 'CCPROXY_PLUGIN_RESERVED_NAME', /name of a first-party plugin/],
  ['unbuilt', 'g-unbuilt', 'failed', 'CCPROXY_PLUGIN_ENTRY', /missing/],
  ['other', 'h-other', 'failed', 'CCPROXY_PLUGIN_FACTORY', /another-name/],
  ['needy', 'i-needy', 'failed', 'CCPROXY_PLUGIN_DEPENDENCY', /throws/],
] as const

async function openBrokenWorkshop(): Promise<Workshop> {
  const workshop = await openWorkshop()
  const folder = join(workshop.folder, 'plugins')
  await writePlugins(folder, plugins)
  workshop.environment['PLUGIN_DISCOVERY__DIRECTORIES'] = folder
  workshop.environment['PLUGINS__STRICT__LEVEL'] = 'high'
  return workshop
}

it('are listed, each with its reason and what to do', async () => {
  await using workshop = await openBrokenWorkshop()
  const listed = workshop.run(['plugins', 'list', '--json'])
  expect(await listed.ended()).toBe(0)
  const report: { readonly plugins: readonly object[] } = JSON.parse(listed.stdout)
  const reported = broken.map(([name, packageName, state, code, message]) => {
    const error = { code, message: expect.stringMatching(message), hint: expect.stringMatching(/\S/) }
    return { name, packageName, state, error }
  })
  const running = [
    { name: 'claude', packageName: '@ccproxy/plugin-claude', state: 'running', error: null },
    { name: 'good', packageName: 'a-good', state: 'running', error: null },
  ]
  expect(report.plugins).toHaveLength(plugins.length + 1)
  for (const plugin of [...running, ...reported]) expect(report.plugins).toContainEqual(expect.objectContaining(plugin))

  const table = workshop.run(['plugins', 'list'])
  expect(await table.ended()).toBe(0)
  for (const [name, packageName, state, code, message] of broken) {
    expect(table.stdout).toMatch(new RegExp(`^${name} .* ${state} .*${packageName}`, 'm'))
    expect(table.stdout).toMatch(message)
    expect(table.stdout).toMatch(new RegExp(`^  hint: \\S.* \\(${code}\\)$`, 'm'))
  }
  expect(table.stdout).not.toContain('\u001b')
})

it('leave the others to serve', async () => {
  await using upstream = await startRecordingUpstream({ answer: answerJson({ type: 'message' }) })
  await using workshop = await openBrokenWorkshop()
  workshop.secrets.add(providerKey)
  const environment = { PLUGINS__CLAUDE__BASE_URL: upstream.origin, ANTHROPIC_API_KEY: providerKey }
  const served = await workshop.serve({ environment })
  const answer = await fetch(`${served.origin}/claude/v1/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"model":"claude-test"}',
  })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ type: 'message' })
  expect(upstream.requests[0]?.header('x-api-key')).toBe(providerKey)
  expect((await fetch(`${served.origin}/health/ready`)).status).toBe(200)

  await served.program.printed(/! throws does not run: .*fake-dependency/)
  const reported = await (await fetch(`${served.origin}/plugins`)).json()
  expect(reported).toMatchObject({
    plugins: expect.arrayContaining([
      expect.objectContaining({ name: 'claude', state: 'running' }),
      expect.objectContaining({
        name: 'throws',
        state: 'failed',
        error: expect.objectContaining({ code: 'CCPROXY_PLUGIN_IMPORT' }),
      }),
    ]),
  })
  expect(await served.stop()).toBe(0)
})

it('say why, when one of them is asked for', async () => {
  await using workshop = await openBrokenWorkshop()
  const login = workshop.run(['auth', 'login', 'throws'])
  expect(await login.ended()).toBe(1)
  expect(login.stderr).toMatch(/^error: throws does not run: .*fake-dependency/m)
  expect(login.stderr).toContain('code:  CCPROXY_PLUGIN_IMPORT')

  // As its hint says.
  const debugged = workshop.run(['plugins', 'info', 'throws', '--debug'])
  expect(await debugged.ended()).toBe(0)
  expect(debugged.stderr).toMatch(/^throws threw:\n.*b-throws\/index\.js:1/m)
})
