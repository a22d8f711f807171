// What a browser is really started with: a program of the test stands in for it.
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTemporaryDirectory, type TemporaryDirectory } from '@ccproxy/testkit'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { processContext } from '../process-context.js'
import { openBrowser } from './open-browser.js'

let root: TemporaryDirectory
const records = (): string => join(root.path, 'started-with')

beforeEach(async () => {
  root = await createTemporaryDirectory()
  const browser = join(root.path, 'browser')
  await writeFile(
    browser,
    `#!/bin/sh\nprintf '%s\\n' "$#" "$@" > '${records()}.part'\nmv '${records()}.part' '${records()}'\n`,
  )
  await chmod(browser, 0o755)
  vi.stubEnv('BROWSER', browser)
  // No desktop of the machine that tests run on has a say.
  for (const name of ['XDG_CURRENT_DESKTOP', 'DESKTOP_SESSION', 'KDE_FULL_SESSION', 'GNOME_DESKTOP_SESSION_ID'])
    vi.stubEnv(name, undefined)
})

afterEach(async () => {
  vi.unstubAllEnvs()
  await root.remove()
})

it
  .runIf(process.platform === 'linux')
  .each([
    'https://acme.example/-flag?x=1&calc&y=$(touch%20pwned)',
    'https://acme.example/?q=;touch+pwned|`touch+pwned`',
    'http://127.0.0.1:4000/start/abc',
  ])('%s is one argument, and no shell reads it', async (address) => {
  const { services } = processContext('0.0.0')
  expect(await openBrowser(new URL(address), async (target) => services.launchBrowser(target))).toBe(true)
  await expect.poll(() => readFile(records(), 'utf8').catch(() => ''), { timeout: 10_000 }).not.toBe('')
  expect((await readFile(records(), 'utf8')).trimEnd().split('\n')).toEqual(['1', new URL(address).href])
})
