import { expect, test } from 'vitest'
import { OpenExchanges } from './open-exchanges.js'

const never = new Promise<void>(() => {})

test('whatever order they end in, those that are under way are known', () => {
  const open = new OpenExchanges<string>()
  const remove = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, open.add(name, never)]))
  remove['b']?.()
  expect(open.all.toSorted()).toEqual(['a', 'c', 'd'])
  remove['d']?.()
  remove['a']?.()
  expect(open.all).toEqual(['c'])
  open.add('e', never)
  remove['c']?.()
  expect(open.all).toEqual(['e'])
})

test('all of them are waited for, also those that fail', async () => {
  const open = new OpenExchanges<string>()
  const { promise, resolve } = Promise.withResolvers<void>()
  open.add('fails', Promise.reject(new Error('fails')))
  open.add('ends', promise)
  const told: string[] = []
  const wait = async (): Promise<void> => {
    await open.settled()
    told.push('over')
  }
  const over = wait()
  await Promise.resolve()
  expect(told).toEqual([])
  resolve()
  await over
  expect(told).toEqual(['over'])
})
