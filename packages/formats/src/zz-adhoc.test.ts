import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { plain } from './__fixtures__/field-samples.js'
import { codecs } from './codecs.js'
import { aggregateAnswer } from './stream/answer-aggregator.js'

const dir = process.env['REC'] ?? ''
test('recordings', () => {
  for (const file of readdirSync(dir).filter((f) => /codex|copilot/.test(f))) {
    const rec = JSON.parse(readFileSync(`${dir}/${file}`, 'utf8'))
    const codec = codecs[file.startsWith('codex') ? 'openai-responses' : 'openai-chat']
    const conversation = codec.parseRequest({ path: '', body: rec.request.payload })
    console.log(file, JSON.stringify({ ...conversation, extras: [...conversation.extras] }).slice(0, 300))
    const out = codec.renderRequest(
      { ...conversation, origin: 'anthropic-messages' },
      { drop: (f) => console.log('drop', f) },
    )
    console.log(JSON.stringify(out).slice(0, 500))
    if (rec.response.events) {
      const parser = codec.createStreamParser()
      const events = [...rec.response.events.flatMap((e: any) => parser.push(e)), ...parser.end()]
      const result = aggregateAnswer(events)
      console.log(events.length, JSON.stringify(result).slice(0, 900))
      for (const d of ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini'] as const) {
        const r = codecs[d].createStreamRenderer({ ...plain(d, 'm'), wantsStreamUsage: true })
        const text = events.map((e) => r.push(e)).join('')
        console.log(d, text.length)
        if (d !== 'openai-chat') continue
      }
    } else if (rec.response.body) console.log(JSON.stringify(codec.parseAnswer(rec.response.body)).slice(0, 900))
  }
  expect(1).toBe(1)
})
