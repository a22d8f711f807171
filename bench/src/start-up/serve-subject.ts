import { startProcess } from '../processes/start-process.ts'
import { temporaryFolder } from '../processes/temporary-folder.ts'
import type { SubjectDefinition } from '../row.ts'
import { freePort } from '../targets/free-port.ts'
import { listens } from '../targets/listens.ts'
import { ownEnvironment, packages, program } from '../targets/start-ccproxy.ts'

/** From the start of `ccproxy serve` with every plugin of this repository until it accepts connections, ms. */
export const serveSubject: SubjectDefinition = {
  name: 'ccproxy serve',
  async start(world) {
    const folder = world.use(temporaryFolder())
    const environment = ownEnvironment(folder, {
      PLUGIN_DISCOVERY__DIRECTORIES: packages,
      // What a plugin cannot run without.
      PLUGINS__AZURE__RESOURCE: 'bench',
      ANTHROPIC_API_KEY: 'sk-ant-fake-key-of-the-bench',
    })
    const run = async (): Promise<number> => {
      const port = await freePort()
      const began = performance.now()
      const command = [process.execPath, program, 'serve', '--port', String(port)] as const
      await using started = startProcess(command, { core: 'proxy', environment, workingDirectory: folder.path })
      await listens(port, started)
      return performance.now() - began
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
