import type { TokenStorage } from '@ccproxy/core'

export interface StorageUnderTest {
  /** Empty. */
  readonly storage: TokenStorage
  /** The same data as another process has it. Absent: no other process can see it. */
  readonly peer?: TokenStorage
  /** Removes what was made for this test. */
  close?(): Promise<void>
}

export type CreateStorage = () => StorageUnderTest | Promise<StorageUnderTest>
