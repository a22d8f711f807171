import { once } from 'node:events'
import { createConnection } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Started } from '../processes/start-process.ts'

const patienceMs = 30_000
const stepMs = 2

/** Waits until a program accepts connections. @throws Error with what it said, when it ends before, or after 30 s */
export async function listens(port: number, started: Started): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await accepts(port))) {
    if (started.process.exitCode !== null || started.process.signalCode !== null || performance.now() > deadline)
      throw new Error(`a program of the bench does not listen:\n${started.output()}`)
    await pause(stepMs)
  }
}

async function accepts(port: number): Promise<boolean> {
  const socket = createConnection({ port, host: '127.0.0.1' })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
