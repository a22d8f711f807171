import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createTemporaryDirectory } from '../environment/create-temporary-directory.js'
import { startProgram } from './start-program.js'

it('keeps what a program prints, types into it, and tells how it ended', async () => {
  await using folder = await createTemporaryDirectory()
  const file = join(folder.path, 'echo.mjs')
  await writeFile(
    file,
    `console.log('ready', process.env.GREETING, process.argv[2]); console.error('talk')
     process.stdin.once('data', (text) => { console.log('heard ' + text); process.exit(3) })`,
  )
  await using program = startProgram(file, { args: ['one'], environment: { GREETING: 'hello' } })
  await program.printed(/ready hello one/)
  await program.printed(/talk/, { anywhere: true })
  program.type('word\n')
  expect((await program.printed(/heard (\w+)/))[1]).toBe('word')
  expect(await program.ended()).toBe(3)
  await expect(program.printed(/never/)).rejects.toThrow('ended before it printed')
})
