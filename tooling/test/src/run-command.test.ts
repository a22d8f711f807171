import { expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

const node = process.execPath

test('keeps what a command prints, and its exit code', async () => {
  const script = "process.stdout.write('a'); process.stderr.write('b'); process.exitCode = 3"
  const { exitCode, output } = await runCommand([node, '-e', script], 'keep')
  expect(exitCode).toBe(3)
  expect(output.split('').toSorted()).toEqual(['a', 'b'])
})

test('a command that a signal ended has no exit code', async () => {
  const { exitCode } = await runCommand([node, '-e', "process.kill(process.pid, 'SIGKILL')"], 'keep')
  expect(exitCode).toBeNull()
})

test('a command that does not exist is an error, not a success', async () => {
  await expect(runCommand(['no-such-program-of-ours'], 'keep')).rejects.toThrow('ENOENT')
})
