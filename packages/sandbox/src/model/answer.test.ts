import { describe, expect, it } from 'vitest'
import { composeAnswer } from './answer.js'
import type { Question } from './question.js'

const parameters = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] }
const tools = ['Agent', 'Read', 'ReadMany'].map((name) => ({ name, parameters }))

const ask = (text: string, by: Question['said']['by'] = 'user'): Question => ({
  model: 'sandbox-1',
  said: { by, text },
  texts: [text],
  tools,
  toolChoice: 'auto',
  stream: false,
})

const call = (name: string, path: unknown) => ({ toolCalls: [{ name, arguments: { path } }] })

describe('a call that is written out', () => {
  it.each([
    ['has the arguments that are written', 'Please Read({"path": "notes.txt"})', call('Read', 'notes.txt')],
    ['wins over tools that are only named', 'Agent: Read({"path": "a"}) is for the Agent', call('Read', 'a')],
    ['may span lines', 'Read({\n  "path": "a"\n})', call('Read', 'a')],
    ['is not the end of another name', 'NotRead({"path": "a"})', call('Read', 'sandbox')],
    ['is found behind one that is not JSON', 'Read({path}), then Read({"path": "b"})', call('Read', 'b')],
    ['may be the one of a longer name', 'ReadMany({"path": "c"})', call('ReadMany', 'c')],
    ['needs its end', 'Read({"path": "a"', call('Read', 'sandbox')],
  ])('%s', (_, text, expected) => {
    expect(composeAnswer(ask(text), '1')).toMatchObject(expected)
  })

  it('in the result of a tool is not made', () => {
    expect(composeAnswer(ask('Read({"path": "a"})', 'tool'), '1')).toMatchObject({ end: 'complete' })
  })
})
