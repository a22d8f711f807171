import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Seal } from '../model/block.js'
import { countSealEnvelopes } from './count-seal-envelopes.js'
import { decodeSeal } from './decode-seal.js'
import { encodeSeal } from './encode-seal.js'
import { nativeSeal } from './native-seal.js'
import { writeSealEnvelope } from './seal-envelope.js'

const seals: fc.Arbitrary<Seal> = fc.record(
  {
    origin: fc.constantFrom('openai-responses', 'gemini', 'openai-chat'),
    data: fc.string({ unit: 'binary' }),
    id: fc.string(),
    texts: fc.array(fc.string({ unit: 'grapheme' })),
    isRedacted: fc.constant(true),
    holder: fc.oneof(fc.constant('text' as const), fc.record({ callId: fc.string() })),
  },
  { requiredKeys: ['origin', 'data'], noNullPrototype: true },
)

function body(signature: string): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ signature }))
}

describe('a seal', () => {
  test('comes back from a client of another dialect as it was', () => {
    fc.assert(
      fc.property(seals, (seal) => {
        const text = encodeSeal(seal, 'anthropic-messages')
        expect(text).toMatch(/^ccp-seal-1\.[\w-]+$/)
        expect(decodeSeal(text, 'anthropic-messages')).toEqual(seal)
      }),
    )
  })

  test('of the client’s own dialect goes byte for byte', () => {
    const seal: Seal = { origin: 'anthropic-messages', data: 'EqoB+/=', texts: ['Hm'] }
    expect(encodeSeal(seal, 'anthropic-messages')).toBe('EqoB+/=')
    expect(decodeSeal('EqoB+/=', 'anthropic-messages')).toEqual({ origin: 'anthropic-messages', data: 'EqoB+/=' })
  })

  test('goes to its own provider only', () => {
    const seal: Seal = { origin: 'gemini', data: 'c2VhbA==' }
    expect(nativeSeal(seal, 'gemini')).toBe(seal)
    expect(nativeSeal(seal, 'anthropic-messages')).toBeUndefined()
    expect(nativeSeal(undefined, 'gemini')).toBeUndefined()
  })

  test('that was cut or made up is none', () => {
    const text = writeSealEnvelope({ origin: 'gemini', data: 'c2VhbA==', texts: ['a long thought'] })
    expect(decodeSeal(text.slice(0, -9), 'anthropic-messages')).toBeUndefined()
    for (const value of ['null', '[]', '{"origin":"elsewhere","data":"x"}', '{"origin":"gemini","data":1}']) {
      const madeUp = `ccp-seal-1.${Buffer.from(value).toString('base64url')}`
      expect(decodeSeal(madeUp, 'anthropic-messages')).toBeUndefined()
    }
  })

  test('of another provider is found in a body, also in base64', () => {
    const envelope = writeSealEnvelope({ origin: 'gemini', data: 'c2VhbA==' })
    expect(countSealEnvelopes(body(envelope))).toBe(1)
    expect(countSealEnvelopes(body(Buffer.from(envelope).toString('base64')))).toBe(1)
    expect(countSealEnvelopes(body('EqoBCkgIBRAB'))).toBe(0)
  })
})
