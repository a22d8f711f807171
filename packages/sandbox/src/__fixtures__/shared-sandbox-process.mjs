// A process that uses a shared sandbox: prints its role when it has it, and again when it has inherited it.
import { shareSandbox } from '@ccproxy/sandbox'

const [port, stateFile] = process.argv.slice(2)
const sandbox = await shareSandbox({ port: Number(port), stateFile })
console.log(sandbox.role)
if (sandbox.role === 'guest') {
  while (sandbox.role === 'guest') await new Promise((resolve) => setTimeout(resolve, 5))
  console.log(sandbox.role)
}
