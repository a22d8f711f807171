import type { Dialect } from '@ccproxy/core'
import { codecs, type Dialect as DialectOfFormats } from '@ccproxy/formats'
import { expect, expectTypeOf, it } from 'vitest'

it('are the same in the contract and in the translation', () => {
  expectTypeOf<DialectOfFormats>().toEqualTypeOf<Dialect>()
  expectTypeOf<keyof typeof codecs>().toEqualTypeOf<Dialect>()
  for (const [name, { dialect }] of Object.entries(codecs)) expect(dialect).toBe(name)
})
