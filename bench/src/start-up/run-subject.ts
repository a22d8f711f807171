import { once } from 'node:events'
import { startProcess } from '../processes/start-process.ts'
import { temporaryFolder } from '../processes/temporary-folder.ts'
import type { SubjectDefinition } from '../row.ts'
import { ownEnvironment } from '../targets/start-ccproxy.ts'

/** How long Node takes to run something to its end, ms. */
export function runSubject(name: string, args: readonly string[]): SubjectDefinition {
  return {
    name,
    async start(world) {
      const folder = world.use(temporaryFolder())
      const environment = ownEnvironment(folder, {})
      const run = async (): Promise<number> => {
        const began = performance.now()
        const options = { core: 'proxy', environment, workingDirectory: folder.path } as const
        await using started = startProcess([process.execPath, ...args], options)
        const [code]: unknown[] = await once(started.process, 'exit')
        const tookMs = performance.now() - began
        if (code !== 0) throw new Error(`${name} ended with ${String(code)}:\n${started.output()}`)
        return tookMs
      }
      return {
        async warmUp() {
          await run()
        },
        async sample() {
          return { value: await run() }
        },
      }
    },
  }
}
