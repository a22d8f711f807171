import type { HeapSample } from './checks/heap-trend.ts'
import type { Problems } from './checks/problems.ts'

export interface SoakResult {
  /** Under load: those with an end. */
  readonly requests: number
  /** Refresh tokens that were rotated under load, by whichever process. */
  readonly refreshes: number
  /** How long the load lasted. */
  readonly minutes: number
  readonly heap: readonly HeapSample[]
  /** Bytes, when nobody asks anything. What is compiled when it is hot comes on top afterwards. */
  readonly heapAtRest: { readonly before: number; readonly afterwards: number }
  /** The most that was seen. */
  readonly residentBytes: number
  /** For how long a process did nothing else, or got no processor: the proxy, and the clients and providers in this one. */
  readonly stallsMs: { readonly proxy: number; readonly here: number }
  /** Refreshes by processes of their own. */
  readonly elsewhere: number
  readonly stoppedInMs: number
  /** How requests ended → how many. */
  readonly endings: ReadonlyMap<string, number>
  readonly providerFaults: ReadonlyMap<string, number>
  readonly tokenFaults: ReadonlyMap<string, number>
  /** Requests that came again with a new token after a 401. */
  readonly replays: number
  readonly problems: Problems
}
