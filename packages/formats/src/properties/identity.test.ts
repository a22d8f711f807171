// A dialect says again what it was told: parsing what was rendered gives the same.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { NotesCollector } from '../notes-collector.js'
import { answersOf, conversationsOf } from './__fixtures__/conversations.js'
import { expressions } from './__fixtures__/expressions.js'
import { overTheWire } from './__fixtures__/over-the-wire.js'

describe.each(expressions)('$codec.dialect', (expression) => {
  const { codec } = expression

  test('a conversation is the same after its request', () => {
    fc.assert(
      fc.property(conversationsOf(expression), (conversation) => {
        const notes = new NotesCollector()
        const request = overTheWire(codec.renderRequest(conversation, notes))
        expect(codec.parseRequest(request)).toEqual(conversation)
        expect(notes.dropped).toEqual([])
      }),
    )
  })

  test('an answer is the same after its body', () => {
    fc.assert(
      fc.property(answersOf(expression), conversationsOf(expression), (answer, asked) => {
        const request = { ...asked, reasoning: { show: true } }
        expect(codec.parseAnswer(overTheWire(codec.renderAnswer(answer, request)))).toEqual(answer)
      }),
    )
  })
})
