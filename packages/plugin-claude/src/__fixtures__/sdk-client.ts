// A program with the official SDK that uses, and renews, the profile that it finds. Arguments: for how many milliseconds.
import Anthropic from '@anthropic-ai/sdk'

const endsAt = performance.now() + Number(process.argv[2])
const client = new Anthropic({ profile: 'default', maxRetries: 0 })
let requests = 0
const failures: string[] = []
while (performance.now() < endsAt) {
  requests += 1
  await client.models.list().catch((error: unknown) => failures.push(String(error)))
  await new Promise((resolve) => setTimeout(resolve, 20))
}
process.stdout.write(`${JSON.stringify({ requests, failures })}\n`)
