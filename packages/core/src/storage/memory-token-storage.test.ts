import { expect, it } from 'vitest'
import { MemoryTokenStorage } from './memory-token-storage.js'

it('tickets of tokens that are long dead make room, those of the last thousand stay', async () => {
  const { tickets } = new MemoryTokenStorage()
  for (let index = 0; index <= 1000; index += 1) expect(await tickets.take(`token-${index}`)).toBeUndefined()
  expect(await tickets.take('token-1')).toMatchObject({ outcome: 'in-flight' })
  expect(await tickets.take('token-0')).toBeUndefined()
})
