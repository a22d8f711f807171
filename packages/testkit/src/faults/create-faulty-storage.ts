import { setTimeout as sleep } from 'node:timers/promises'
import type { TokenStorage } from '@ccproxy/core'
import type { StorageFault, StorageOperation } from './storage-fault.js'

export interface FaultyStorage extends TokenStorage {
  /** What was asked of it, in order. */
  readonly calls: readonly StorageOperation[]
  /** Adds faults; occurrences are counted from now. */
  script(...faults: readonly StorageFault[]): void
}

interface Pending {
  readonly fault: StorageFault
  seen: number
}

/** A storage that goes wrong as it is told, and is `inner` otherwise. */
export function createFaultyStorage(inner: TokenStorage, script: readonly StorageFault[] = []): FaultyStorage {
  const calls: StorageOperation[] = []
  const pending: Pending[] = []
  const add = (...faults: readonly StorageFault[]): void => {
    pending.push(...faults.map((fault) => ({ fault, seen: 0 })))
  }
  add(...script)

  function due(operation: StorageOperation): readonly StorageFault[] {
    return pending.flatMap((one) => {
      if (one.fault.operation !== operation) return []
      one.seen += 1
      const { occurrence = 1 } = one.fault
      return occurrence === 'every' || occurrence === one.seen ? [one.fault] : []
    })
  }

  async function run<T>(operation: StorageOperation, work: () => Promise<T>): Promise<T> {
    calls.push(operation)
    const faults = due(operation)
    await happen(faults.filter(({ moment = 'before' }) => moment === 'before'))
    const result = await work()
    await happen(faults.filter(({ moment }) => moment === 'after'))
    return result
  }

  const { tickets } = inner
  return {
    calls,
    script: add,
    read: (key) => run('read', () => inner.read(key)),
    write: (key, next, options) => run('write', () => inner.write(key, next, options)),
    remove: (key, options) => run('remove', () => inner.remove(key, options)),
    list: (options) => run('list', () => inner.list(options)),
    withLock: (key, task, options) => run('lock', () => inner.withLock(key, task, options)),
    ensureWritable: (key, options) => run('ensure-writable', () => inner.ensureWritable(key, options)),
    tickets: {
      take: (id, neededUntil) => run('take', () => tickets.take(id, neededUntil)),
      settle: (id, outcome) => run('settle', () => tickets.settle(id, outcome)),
      withdraw: (id) => run('withdraw', () => tickets.withdraw(id)),
      ...(tickets.sweep && { sweep: tickets.sweep.bind(tickets) }),
    },
    describe: (key) => inner.describe(key),
    ...(inner.noteError && { noteError: inner.noteError.bind(inner) }),
    ...(inner.lastError && { lastError: inner.lastError.bind(inner) }),
    ...(inner.watch && { watch: inner.watch.bind(inner) }),
    ...(inner.close && { close: inner.close.bind(inner) }),
  }
}

async function happen(faults: readonly StorageFault[]): Promise<void> {
  for (const { delayMs = 0, pause, meanwhile, error } of faults) {
    if (delayMs > 0) await sleep(delayMs)
    await pause?.wait()
    await meanwhile?.()
    if (error !== undefined) throw error
  }
}
