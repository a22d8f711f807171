// The access log of the program: one line for each request, in both formats.
import { startRecordingUpstream } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { openWorkshop } from './support/workshop.js'

const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"model":"fake-model"}' }

async function logOf(format: 'json' | 'pretty', level: string): Promise<string> {
  await using upstream = await startRecordingUpstream()
  await using workshop = await openWorkshop()
  const environment = {
    PLUGINS__CLAUDE__BASE_URL: upstream.origin,
    ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-access-log',
    LOGGING__FORMAT: format,
    LOGGING__LEVEL: level,
    SECURITY__AUTH_TOKEN: 'ccp_fake_key_of_the_access_log',
  }
  const served = await workshop.serve({ environment })
  const keyed = { ...post, headers: { ...post.headers, 'x-api-key': environment.SECURITY__AUTH_TOKEN } }
  await served.ask('/claude/v1/messages?beta=true', keyed)
  await served.ask('/claude/v1/messages', { ...post, headers: { ...post.headers, 'x-api-key': 'wrong' } })
  await served.ask('/nothing/v1/messages', keyed)
  await served.ask('/api/hello', { headers: { 'x-api-key': environment.SECURITY__AUTH_TOKEN } })
  await served.stop()
  return served.program.stderr
}

it('has one JSON line for each request, with the reason where it was refused', async () => {
  const lines = (await logOf('json', 'info'))
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  expect(lines.filter((line) => Reflect.get(Object(line), 'msg') === 'request')).toMatchObject([
    { level: 'info', method: 'POST', path: '/claude/v1/messages', provider: 'claude', account: 'default', status: 200 },
    { level: 'warn', path: '/claude/v1/messages', status: 401, reason: 'CCPROXY_HTTP_KEY_INVALID' },
    { level: 'warn', path: '/nothing/v1/messages', status: 404, reason: 'CCPROXY_PROVIDER_UNKNOWN' },
  ])
})

it('has one line of text for each request', async () => {
  const lines = (await logOf('pretty', 'info')).split('\n').filter((line) => line.includes('"method":"POST"'))
  expect(lines).toHaveLength(3)
  expect(lines[0]).toMatch(/INFO.*request.*"path":"\/claude\/v1\/messages".*"status":200/)
})

it('has no line for a request that succeeds at the level warn', async () => {
  expect(await logOf('json', 'warn')).not.toContain('"status":200')
})
