import type { Pause } from './pause.js'

/** What a storage does; `lock` is `withLock`, the last three are those of its tickets. */
export type StorageOperation =
  | 'read'
  | 'write'
  | 'remove'
  | 'list'
  | 'lock'
  | 'ensure-writable'
  | 'take'
  | 'settle'
  | 'withdraw'

/** What goes wrong with one operation. The parts happen in the order in which they stand here. */
export interface StorageFault {
  readonly operation: StorageOperation
  /** Which call of the operation, counted from when this was scripted. Default 1. */
  readonly occurrence?: number | 'every'
  /** `before`: the operation is not done. `after`: it is done, and durable, when it goes wrong. Default `before`. */
  readonly moment?: 'before' | 'after'
  readonly delayMs?: number
  readonly pause?: Pause
  /** What somebody else does at this very moment. */
  readonly meanwhile?: () => Promise<unknown>
  /** Thrown. Absent: the operation goes on. */
  readonly error?: Error
}
