// What one request of the soak is to be, chosen before it is sent, and how the provider is told.
import type { Dialect } from '@ccproxy/core'
import type { Random } from '../random.ts'
import type { ProviderName } from '../servers/login.ts'

/** What a provider does wrong with one request. */
export type ProviderFault =
  | 'none'
  | 'refused-once'
  | 'rate-limited'
  | 'server-error'
  | 'reset-before-head'
  | 'reset-after-head'
  | 'truncated'
  | 'silent-before-head'
  | 'silent-midway'

export interface Plan {
  readonly number: number
  readonly account: string
  readonly dialect: Dialect
  /** undefined: by an alias for both, Claude first. */
  readonly provider: ProviderName | undefined
  readonly isStream: boolean
  readonly faults: Readonly<Record<ProviderName, ProviderFault>>
  /** In how many pieces the answer comes. */
  readonly pieces: number
  /** Between them. */
  readonly pieceDelayMs: number
  /** Of what the request is filled up with. */
  readonly paddingBytes: number
  readonly client: ClientManner
  /** Epoch ms. */
  readonly plannedAt: number
}

export type ClientManner =
  | { readonly kind: 'reads' }
  /** Reads with pauses, so that the answer has to wait. */
  | { readonly kind: 'dawdles'; readonly pauseMs: number }
  /** Breaks the connection off; `afterMs` from the moment when the request was sent. */
  | { readonly kind: 'leaves'; readonly afterMs: number }

const faultWeights: Readonly<Record<Exclude<ProviderFault, 'none'>, number>> = {
  'refused-once': 2,
  'rate-limited': 2,
  'server-error': 2,
  'reset-before-head': 1.5,
  'reset-after-head': 1.5,
  truncated: 2,
  'silent-before-head': 0.3,
  'silent-midway': 0.7,
}

const dialectShares: Readonly<Record<Dialect, number>> = {
  'anthropic-messages': 45,
  'openai-chat': 35,
  'openai-responses': 10,
  gemini: 10,
}

export interface PlanChoices {
  readonly accounts: readonly [string, ...string[]]
  /** Whether providers fall silent on purpose. */
  readonly hasSilences: boolean
  /** Of the requests that a provider does something wrong with, 0 … 1. */
  readonly shareOfFaults: number
}

export function planRequest(
  number: number,
  { accounts, hasSilences, shareOfFaults }: PlanChoices,
  random: Random,
): Plan {
  const isStream = random.chance(0.5)
  const weights = hasSilences ? faultWeights : { ...faultWeights, 'silent-before-head': 0, 'silent-midway': 0 }
  const fault = (): ProviderFault => (random.chance(shareOfFaults) ? random.weighted(weights) : 'none')
  return {
    number,
    account: random.pick(accounts),
    dialect: random.weighted(dialectShares),
    provider: random.chance(0.15) ? undefined : random.pick(['claude', 'huggingface']),
    isStream,
    faults: { claude: fault(), huggingface: fault() },
    pieces: random.chance(0.1) ? random.between(100, 400) : random.between(2, 30),
    pieceDelayMs: random.chance(0.3) ? random.between(1, 20) : 0,
    paddingBytes: random.chance(0.15) ? 100_000 : random.between(0, 1000),
    client: mannerOf(random),
    plannedAt: Date.now(),
  }
}

function mannerOf(random: Random): ClientManner {
  if (random.chance(0.08)) return { kind: 'leaves', afterMs: random.between(0, 250) }
  return random.chance(0.04) ? { kind: 'dawdles', pauseMs: random.between(10, 100) } : { kind: 'reads' }
}

/** The words of a plan without trouble. */
export const harmless: Pick<Plan, 'faults' | 'client'> = {
  faults: { claude: 'none', huggingface: 'none' },
  client: { kind: 'reads' },
}

/** What the client says to the model: the provider reads from it what to do. */
export function promptOf({ number, account, faults, pieces, pieceDelayMs, paddingBytes, plannedAt }: Plan): string {
  const orders = [number, account, faults.claude, faults.huggingface, pieces, pieceDelayMs, plannedAt]
  return `soak ${orders.join(' ')}\n${'lorem ipsum dolor '.repeat(Math.ceil(paddingBytes / 18)).slice(0, paddingBytes)}`
}
