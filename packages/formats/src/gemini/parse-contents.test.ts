import { expect, test } from 'vitest'
import { parseRequest } from './parse-request.js'

const path = '/v1beta/models/gemini-3-flash:generateContent'
const turnsOf = (contents: unknown) => parseRequest({ path, body: { contents } }).turns
const hello = [{ role: 'user', parts: [{ text: 'Hello' }] }]

const call = (name: string) => ({ functionCall: { name, args: {} } })
const result = (name: string, output: string) => ({ functionResponse: { name, response: { output } } })

test('calls without ids get some from their place, results find them by name and order', () => {
  const contents = [
    { role: 'model', parts: [call('a'), call('b'), call('a')] },
    { role: 'function', parts: [result('b', '1'), result('a', '2'), result('a', '3')] },
    { role: 'model', parts: [call('a')] },
    { role: 'user', parts: [result('a', '4')] },
  ]
  const [calls, results, again, last] = turnsOf(contents)
  expect(calls?.blocks).toMatchObject([{ id: 'call_1_0' }, { id: 'call_1_1' }, { id: 'call_1_2' }])
  expect(results?.blocks).toMatchObject([{ callId: 'call_1_1' }, { callId: 'call_1_0' }, { callId: 'call_1_2' }])
  expect(again?.blocks).toMatchObject([{ id: 'call_3_0' }])
  expect(last?.blocks).toMatchObject([{ callId: 'call_3_0' }])
  expect(turnsOf(contents)).toEqual([calls, results, again, last])
})

test('contents of one role in a row are one turn, as histories of streams are', () => {
  const contents = [
    ...hello,
    { role: 'model', parts: [{ text: 'He', thought: true }] },
    { role: 'model', parts: [{ text: 'llo.' }] },
    { role: 'model' },
    { role: 'model', parts: [{ text: '' }] },
  ]
  expect(turnsOf(contents)).toEqual([
    { role: 'user', blocks: [{ type: 'text', text: 'Hello' }] },
    {
      role: 'assistant',
      blocks: [
        { type: 'reasoning', texts: ['He'] },
        { type: 'text', text: 'llo.' },
      ],
    },
  ])
})

test('chunks that follow each other go on with the sentence', () => {
  const contents = [
    ...hello,
    { role: 'model', parts: [{ text: 'I th', thought: true }] },
    { role: 'model', parts: [{ text: 'ink.', thought: true }] },
    { role: 'model', parts: [{ text: 'He' }] },
    { role: 'model', parts: [{ text: 'llo' }, { text: ' there.' }] },
    { role: 'model', parts: [call('a')] },
    ...hello,
    ...hello,
  ]
  expect(turnsOf(contents)).toMatchObject([
    {},
    {
      blocks: [
        { type: 'reasoning', texts: ['I think.'] },
        { type: 'text', text: 'Hello' },
        { type: 'text', text: ' there.' },
        { type: 'tool-call', name: 'a' },
      ],
    },
    { blocks: [{ text: 'Hello' }, { text: 'Hello' }] },
  ])
})

const seal = (data: string) => ({ origin: 'gemini', data })

test('signatures stay with what they are on', () => {
  const parts = [
    { text: 'one', thought: true },
    { text: 'two', thought: true, thoughtSignature: 'c2lnMQ==' },
    { text: 'said', thoughtSignature: 'c2lnMg==' },
    { functionCall: { id: 'c', name: 'f' }, thoughtSignature: 'c2lnMw==' },
    { functionCall: { id: 'd', name: 'f' }, thoughtSignature: 'skip_thought_signature_validator' },
    { text: '', thoughtSignature: 'c2lnNA==' },
  ]
  expect(turnsOf([{ role: 'model', parts }])[0]?.blocks).toEqual([
    { type: 'reasoning', texts: ['one', 'two'], seal: { ...seal('c2lnMQ=='), texts: ['one', 'two'] } },
    { type: 'text', text: 'said', seal: seal('c2lnMg==') },
    { type: 'tool-call', id: 'c', name: 'f', arguments: '{}', seal: seal('c2lnMw==') },
    { type: 'tool-call', id: 'd', name: 'f', arguments: '{}' },
    { type: 'reasoning', texts: [], seal: { ...seal('c2lnNA=='), texts: [] } },
  ])
})

test('media by kind, uploads by account, and the rest as it is', () => {
  const parts = [
    {
      fileData: { fileUri: 'https://generativelanguage.googleapis.com/v1beta/files/abc', mimeType: 'application/pdf' },
    },
    { fileData: { fileUri: 'gs://bucket/cat.png' } },
    { fileData: { fileUri: 'https://example.test/cat.webp?size=1' } },
    { inlineData: { mimeType: 'text/plain', data: 'aMOp' } },
    { inlineData: { mimeType: 'video/mp4', data: 'AAAA' }, videoMetadata: { fps: 1 } },
    { executableCode: { language: 'PYTHON', code: '1' } },
  ]
  expect(turnsOf([{ parts }])[0]?.blocks).toEqual([
    {
      type: 'document',
      media: {
        kind: 'file',
        dialect: 'gemini',
        id: 'https://generativelanguage.googleapis.com/v1beta/files/abc',
        mediaType: 'application/pdf',
      },
    },
    { type: 'image', media: { kind: 'file', dialect: 'gemini', id: 'gs://bucket/cat.png' } },
    { type: 'image', media: { kind: 'url', url: 'https://example.test/cat.webp?size=1' } },
    { type: 'document', media: { kind: 'text', text: 'hé' } },
    { type: 'opaque', value: { dialect: 'gemini', name: 'inlineData', json: parts[4] } },
    { type: 'opaque', value: { dialect: 'gemini', name: 'executableCode', json: parts[5] } },
  ])
})

test.each([
  [{ output: 'x' }, 'x', undefined],
  [{ output: { a: 1 } }, '{"a":1}', undefined],
  [{ error: 'broken' }, 'broken', true],
  [{ error: 'x', code: 1 }, '{"error":"x","code":1}', undefined],
  [{ temperature: 20 }, '{"temperature":20}', undefined],
])('a function’s response %j is the text %s', (response, text, isError) => {
  const parts = [{ functionResponse: { id: 'c', name: 'f', response } }]
  const block = { type: 'tool-result', callId: 'c', content: [{ type: 'text', text }] }
  expect(turnsOf([{ parts }])[0]?.blocks).toEqual([isError === undefined ? block : { ...block, isError }])
})
