import { setTimeout as delay } from 'node:timers/promises'
import { Random } from '../soak/random.ts'
import { judgeAnswer, outcomeOf } from './judge-answer.ts'
import { playConversation } from './play-conversation.ts'
import { bytesOf, type Conversation } from './requests/conversation.ts'
import { makeConversation } from './requests/make-conversation.ts'
import { shrinkConversation } from './shrink-conversation.ts'
import { startWorld, type World } from './start-world.ts'
import { watchProcess } from './watch-process.ts'

export interface FuzzOptions {
  /** The same seed sends the same bytes, and gets the same from the provider. */
  readonly seed: number
  /** Number of the first connection; its bytes depend on the seed and on this number alone. */
  readonly first: number
  /** Connections, most with one request. */
  readonly requests: number
  /** Absent: the heap is not looked at. */
  collectGarbage?(): void
  report(line: string): void
}

export interface FuzzFailure {
  readonly seed: number
  /** Absent: it was seen at the end, and is of nobody in particular. */
  readonly number: number | undefined
  readonly problem: string
  readonly conversation: Conversation | undefined
}

export interface FuzzResult {
  readonly requests: number
  readonly failures: readonly FuzzFailure[]
  /** What clients got → how often. */
  readonly outcomes: ReadonlyMap<string, number>
}

const atOnce = 48
const mostFailures = 10
const reportEvery = 10_000
/** What may be more on the heap at the end than after a tenth of the requests: compiled code, and a cache or two. */
const heapGrowthBytes = 24 * 1024 * 1024

export async function runFuzz(options: FuzzOptions): Promise<FuzzResult> {
  const run = new FuzzRun(options, await startWorld(options.seed, (what) => run.leaked(what)))
  return run.result()
}

class FuzzRun {
  readonly #options: FuzzOptions
  readonly #world: World
  readonly #watch = watchProcess()
  readonly #outcomes = new Map<string, number>()
  readonly #failures: FuzzFailure[] = []
  readonly #underWay = new Set<number>()
  readonly #socketsBefore = openSockets()
  readonly #end: number
  #next: number
  #leaks: string[] = []
  #heapEarly: number | undefined

  constructor(options: FuzzOptions, world: World) {
    this.#options = options
    this.#world = world
    this.#next = options.first
    this.#end = options.first + options.requests
  }

  leaked(what: string): void {
    this.#leaks.push(`the provider was sent ${what}`)
  }

  async result(): Promise<FuzzResult> {
    await Promise.all(Array.from({ length: Math.min(atOnce, this.#options.requests) }, async () => this.#work()))
    await this.#checkRest()
    this.#watch.stop()
    return { requests: this.#next - this.#options.first, failures: this.#failures, outcomes: this.#outcomes }
  }

  async #work(): Promise<void> {
    while (this.#next < this.#end && this.#failures.length < mostFailures) {
      const number = this.#next
      this.#next += 1
      this.#underWay.add(number)
      await this.#try(number)
      this.#underWay.delete(number)
      const done = number - this.#options.first
      if (done === Math.floor(this.#options.requests / 10)) this.#heapEarly = this.#heap()
      if (done > 0 && done % reportEvery === 0) this.#options.report(`${done} requests`)
    }
  }

  async #try(number: number): Promise<void> {
    const conversation = this.#conversation(number)
    const played = await playConversation(this.#world.port, conversation)
    const outcome = outcomeOf(played)
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + 1)
    const problem = judgeAnswer(played)
    if (problem !== undefined) await this.#fail(number, conversation, problem)
    const [news] = this.#takeNews()
    if (news !== undefined) await this.#blame(news)
  }

  #conversation(number: number): Conversation {
    const random = new Random(this.#options.seed + Math.imul(number + 1, 0x9e3779b1))
    return makeConversation(random, this.#world.port, number)
  }

  /** Something happened that nobody waited for: whoever was under way is asked again, alone. */
  async #blame(problem: string): Promise<void> {
    for (const number of this.#underWay) {
      const conversation = this.#conversation(number)
      if ((await this.#problemOf(conversation)) !== undefined) return this.#fail(number, conversation, problem)
    }
    this.#failures.push({ seed: this.#options.seed, number: undefined, problem, conversation: undefined })
  }

  async #fail(number: number, conversation: Conversation, problem: string): Promise<void> {
    const smallest = await shrinkConversation(conversation, async (smaller) => {
      const found = await this.#problemOf(smaller)
      return found !== undefined && kindOf(found) === kindOf(problem)
    })
    this.#failures.push({ seed: this.#options.seed, number, problem, conversation: smallest })
  }

  async #problemOf(conversation: Conversation): Promise<string | undefined> {
    const problem = judgeAnswer(await playConversation(this.#world.port, conversation))
    return problem ?? this.#takeNews()[0]
  }

  #takeNews(): readonly string[] {
    const leaks = this.#leaks
    this.#leaks = []
    return [...this.#watch.take(), ...leaks]
  }

  async #checkRest(): Promise<void> {
    const healthy = await playConversation(this.#world.port, {
      pieces: [
        { bytes: Buffer.from(`GET /health HTTP/1.1\r\nHost: 127.0.0.1:${this.#world.port}\r\n\r\n`), pauseMs: 0 },
      ],
      ending: 'wait',
    })
    if (!healthy.received.startsWith('HTTP/1.1 200 ')) this.#failAtRest('/health does not answer any more')
    try {
      await this.#world.stop()
    } catch (error) {
      this.#failAtRest(error instanceof Error ? error.message : String(error))
    }
    const deadline = performance.now() + 5000
    while (openSockets() > this.#socketsBefore && performance.now() < deadline) await delay(50)
    const left = openSockets() - this.#socketsBefore
    if (left > 0) this.#failAtRest(`${left} sockets are still open`)
    for (const problem of this.#takeNews()) this.#failAtRest(problem)
    const late = this.#heap()
    if (late !== undefined && this.#heapEarly !== undefined && late > this.#heapEarly + heapGrowthBytes)
      this.#failAtRest(`the heap grew from ${this.#heapEarly} to ${late} bytes`)
  }

  #failAtRest(problem: string): void {
    this.#failures.push({ seed: this.#options.seed, number: undefined, problem, conversation: undefined })
  }

  #heap(): number | undefined {
    if (this.#options.collectGarbage === undefined) return undefined
    this.#options.collectGarbage()
    return process.memoryUsage().heapUsed
  }
}

/** Its first line: below it is where it happened. */
function kindOf(problem: string): string {
  return problem.split('\n', 1)[0] ?? ''
}

function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
}

/** What to look at, and how to see it again. */
export function describeFailure({ seed, number, problem, conversation }: FuzzFailure): string {
  if (number === undefined || conversation === undefined) return `✗ ${problem}`
  const bytes = bytesOf(conversation)
  const shown = JSON.stringify(bytes.subarray(0, 3000).toString('latin1'))
  return `✗ ${problem}\n  npm run fuzz -- --seed ${seed} --only ${number}\n  ${bytes.length} bytes, then ${conversation.ending}: ${shown}`
}
