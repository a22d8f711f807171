import { startUpstream } from './targets/start-plain-servers.ts'
import type { Target } from './targets/target.ts'
import { type TargetName, targets } from './targets/targets.ts'

/** The servers of one row: started when the first of its subjects needs them, shared by the others, ended with the row. */
export class RowWorld {
  readonly #started = new Map<TargetName, Promise<Target>>()
  readonly #stack = new AsyncDisposableStack()
  #upstream: Promise<Target> | undefined

  upstream(): Promise<Target> {
    this.#upstream ??= this.#keep(startUpstream())
    return this.#upstream
  }

  /** @throws Unavailable */
  async target(name: TargetName): Promise<Target> {
    const known = this.#started.get(name)
    if (known !== undefined) return known
    const upstream = await this.upstream()
    const started = name === 'upstream' ? Promise.resolve(upstream) : this.#keep(targets[name](upstream.port))
    this.#started.set(name, started)
    return started
  }

  /** Ends with the row. */
  use<Resource extends AsyncDisposable | Disposable>(resource: Resource): Resource {
    return this.#stack.use(resource)
  }

  async #keep(starting: Promise<Target>): Promise<Target> {
    return this.#stack.use(await starting)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}
