import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findTool } from './find-tool.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tools-'))
})

afterEach(() => rm(folder, { recursive: true }))

test('finds a program by any of its names', async () => {
  const path = join(folder, 'chromium-browser')
  await writeFile(path, '')
  await chmod(path, 0o755)
  expect(findTool('chromium', ['/nowhere', folder].join(delimiter))).toBe(path)
  expect(findTool('redis-server', folder)).toBeUndefined()
})

test('takes neither a folder nor a file that cannot run', async () => {
  await mkdir(join(folder, 'chromium'))
  await writeFile(join(folder, 'google-chrome'), '')
  expect(findTool('chromium', folder)).toBeUndefined()
})
