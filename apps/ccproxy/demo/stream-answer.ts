import Anthropic from '@anthropic-ai/sdk'

/** Through the official SDK, piece by piece as it comes. `origin`: of the proxy. */
export async function streamAnswer(origin: string, question: string): Promise<void> {
  const client = new Anthropic({ baseURL: `${origin}/sandbox`, apiKey: 'not-a-key', maxRetries: 0 })
  const events = client.messages.stream({
    model: 'sandbox-1',
    max_tokens: 100,
    messages: [{ role: 'user', content: question }],
  })
  let begun = false
  events.on('text', (piece) => {
    process.stdout.write(begun ? piece : `   ${piece}`)
    begun = true
  })
  await events.finalMessage()
  process.stdout.write('\n')
}
