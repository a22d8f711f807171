// `ccproxy auth login claude --no-browser` against a real authorization server.
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startLoginServer } from './support/login-server.js'
import { signIn } from './support/sign-in.js'
import { openWorkshop } from './support/workshop.js'

it('signs in through the callback and keeps the login to its owner', async () => {
  await using server = await startLoginServer()
  await using workshop = await openWorkshop()
  await signIn(workshop, server)
  const file = join(workshop.directory, 'credentials', 'claude', 'default.json')
  expect(((await stat(file)).mode & 0o777).toString(8)).toBe('600')
  expect(((await stat(join(file, '..'))).mode & 0o777).toString(8)).toBe('700')
  const status = workshop.run(['auth', 'status', '--json'], { environment: server.environment })
  expect(await status.ended()).toBe(0)
  expect(JSON.parse(status.stdout)).toMatchObject({ providers: [{ provider: 'claude', state: 'valid' }] })
})
