// Whatever comes, it is read or refused with the name of the field: nothing else is thrown.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WireRequest } from '../codec.js'
import { FormatError } from '../format-error.js'
import type { Conversation } from '../model/conversation.js'
import { NotesCollector } from '../notes-collector.js'
import { attempt } from './__fixtures__/attempt.js'
import { answersOf, conversationsOf } from './__fixtures__/conversations.js'
import { damaged, damages } from './__fixtures__/damage.js'
import { expressions } from './__fixtures__/expressions.js'
import { overTheWire } from './__fixtures__/over-the-wire.js'

const numRuns = 150

describe.each(expressions)('$codec.dialect', (expression) => {
  const { codec, model } = expression
  const requests = conversationsOf(expression).map((conversation) =>
    overTheWire(codec.renderRequest(conversation, new NotesCollector())),
  )

  function refused(request: WireRequest): FormatError | undefined {
    const parsed: Conversation | FormatError = attempt(() => codec.parseRequest(request))
    if (parsed instanceof FormatError) return parsed
    for (const target of expressions) {
      const rendered = attempt(() =>
        target.codec.renderRequest({ ...parsed, model: target.model }, new NotesCollector()),
      )
      if (rendered instanceof FormatError) return rendered
    }
    return undefined
  }

  test('a damaged request is read, or refused with the name of a field', () => {
    let count = 0
    fc.assert(
      fc.property(requests, damages, ({ path, body }, damage) => {
        const error = refused({ path, body: damaged(body, damage) })
        if (error === undefined) return
        count++
        expect(error).toMatchObject({ status: 400, field: expect.stringMatching(/./) })
      }),
      { numRuns },
    )
    expect(count).toBeGreaterThan(10)
  })

  test('so is any JSON at all', () => {
    const { path } = codec.renderRequest(
      { origin: codec.dialect, model, stream: false, system: [], turns: [], tools: [], extras: new Map() },
      new NotesCollector(),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        expect(refused({ path, body })).toMatchObject({ status: 400, field: expect.stringMatching(/./) })
      }),
    )
  })

  test('a damaged answer is read, or refused', () => {
    const bodies = fc
      .tuple(answersOf(expression), conversationsOf(expression))
      .map(([answer, request]) => overTheWire(codec.renderAnswer(answer, request)))
    fc.assert(
      fc.property(bodies, damages, (body, damage) => {
        const read = attempt(() => codec.parseAnswer(damaged(body, damage)))
        expect(read instanceof FormatError ? read.status : 502).toBe(502)
      }),
      { numRuns },
    )
  })

  test('a damaged error is one without type, or with', () => {
    const error = { status: 429, type: 'rate_limit_error', message: 'Too fast.', field: 'contents', retryAfterMs: 1000 }
    fc.assert(
      fc.property(damages, fc.jsonValue(), (damage, other) => {
        expect(codec.parseError(429, damaged(codec.renderError(error).body, damage))).toHaveProperty('message')
        expect(codec.parseError(500, other)).toMatchObject({ status: expect.any(Number), message: expect.any(String) })
      }),
    )
  })
})
