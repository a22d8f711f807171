import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { requireTool } from './require-tool.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tools-'))
  vi.stubEnv('PATH', folder)
})

afterEach(() => rm(folder, { recursive: true }))

test('gives the path of an installed program', async () => {
  const path = join(folder, 'chromium')
  await writeFile(path, '')
  await chmod(path, 0o755)
  expect(requireTool('chromium')).toEqual({ missing: false, path })
})

test('names the missing program on a laptop', () => {
  vi.stubEnv('CI', undefined)
  const warn = vi.spyOn(console, 'warn').mockReturnValue()
  expect(requireTool('chromium').missing).toBe(true)
  expect(warn).toHaveBeenCalledWith('missing program: chromium (apt-get install chromium)')
})

test('fails under CI', () => {
  vi.stubEnv('CI', 'true')
  expect(() => requireTool('redis-server')).toThrow('missing program: redis-server (apt-get install redis-server)')
})
