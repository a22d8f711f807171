import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createTestFolder, type TestFolder } from '../__fixtures__/plugin-folder.js'

let folder: TestFolder
beforeEach(async () => {
  folder = await createTestFolder()
})
afterEach(() => folder.remove())

describe('aliases', () => {
  it.each([
    ['a = "a"', 'aliases must not go round in a circle (a → a → a)'],
    ['a = "b"\nb = "a"', 'aliases must not go round in a circle (a → b → a)'],
    ['a = "b"\nb = "c"\nc = "x/y"', 'an alias may name one other alias (a → b → c)'],
    ['a = ["x/y", "b"]\nb = ["x/y", "b"]', 'aliases must not go round in a circle (a → b → b)'],
    ['"a*b" = "x/y"', 'an alias may have one *, as its last character'],
    ['"*" = []', 'must not be empty'],
    ['a = 1', 'must be a model'],
  ])('%s: %s', async (toml, message) => {
    await expect(folder.configuration(`[models.aliases]\n${toml}`)).rejects.toMatchObject({
      code: 'CCPROXY_CONFIG_INVALID_VALUE',
      message: expect.stringContaining(message),
    })
  })

  it('one that names another is fine, also across files', async () => {
    const user = '[models.aliases]\n"x/a" = "x/b"\n"x/b" = "x/y"'
    await folder.write('.ccproxy.toml', '[models.aliases]\n"x/c" = "x/b"')
    const { settings } = await folder.configuration(user)
    expect(settings.models.aliases).toEqual({ 'x/a': 'x/b', 'x/b': 'x/y', 'x/c': 'x/b' })
    await folder.write('.ccproxy.toml', '[models.aliases]\n"x/b" = "x/a"')
    await expect(folder.configuration(user)).rejects.toThrow(/x\/a.* in .*config\.toml.*x\/b/s)
  })
})
