import { expect, test } from 'vitest'
import { OpeningEvent } from './opening-event.js'

function open(text: string, size = text.length): OpeningEvent {
  const opening = new OpeningEvent()
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) opening.push(bytes.subarray(at, at + size))
  return opening
}

const event = 'event: error\ndata: {"type":"error"}\n\n'

test.each([
  ['alone', event],
  ['with what follows', `${event}data: 2\n\n`],
  ['after comments and pings', `: hello\n\n: still\n\nevent: ping\ndata: {"type":"ping"}\n\n\n\n${event}`],
  ['after a field without data', `retry: 3\n\n${event}`],
])('the first event %s', (_name, text) => {
  for (const size of [text.length, 7, 1]) {
    const opening = open(text, size)
    expect([opening.isFound, opening.text.trimStart()]).toEqual([true, event])
  }
})

test.each(['\r\n', '\r'])('lines may end in %j', (end) => {
  const text = event.replaceAll('\n', end)
  expect([open(text).text, open(text, 1).isFound]).toEqual([text, true])
})

test.each(['', ': hello\n\n', 'event: error\ndata: {"type"', 'data: 1\n'])('%j is none yet', (text) => {
  expect(open(text).isFound).toBe(false)
})

test('what is longer than an error is not waited for', () => {
  expect(open(`data: ${'x'.repeat(70_000)}`, 10_000).isFound).toBe(true)
})
