import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonDocument, pieces } from './__fixtures__/json-documents.js'
import { KeyScanner } from './key-scanner.js'

interface Candidate {
  readonly depth: number
  readonly value: unknown
}

const maximumDepth = 3

/** The same by parsing. */
function members(value: unknown, depth: number): Candidate[] {
  if (Array.isArray(value)) return value.flatMap((item) => members(item, depth + 1))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]: [string, unknown]) => {
    const isWanted = name === 'usage' && typeof member === 'object' && member !== null && !Array.isArray(member)
    return isWanted ? [{ depth: depth + 1, value: member }] : members(member, depth + 1)
  })
}

function expected(document: unknown): string | undefined {
  const candidates = members(document, 0).filter(({ depth }) => depth <= maximumDepth)
  const shallowest = Math.min(...candidates.map(({ depth }) => depth))
  return JSON.stringify(candidates.findLast(({ depth }) => depth === shallowest)?.value)
}

test.each([false, true])('what is found without parsing is what parsing finds (events: %s)', (isEventStream) => {
  fc.assert(
    fc.property(
      fc.array(fc.array(jsonDocument, { maxLength: 4 }), { minLength: 1, maxLength: 4 }),
      fc.array(fc.nat(), { maxLength: 6 }),
      (documents, cuts) => {
        const found: string[] = []
        const scanner = new KeyScanner({
          key: Buffer.from('"usage"'),
          opening: 0x7b,
          maximumDepth,
          limitBytes: 1024 * 1024,
          isEventStream,
          found: (json) => found.push(json),
        })
        const all = isEventStream ? documents : documents.slice(0, 1)
        const written = all.map((item) => (isEventStream ? `data: ${JSON.stringify(item)}\n\n` : JSON.stringify(item)))
        for (const piece of pieces(Buffer.from(written.join('')), cuts)) scanner.push(piece)
        scanner.end()
        expect(found).toEqual(all.map(expected).filter((json) => json !== undefined))
      },
    ),
    { numRuns: 1000 },
  )
})
