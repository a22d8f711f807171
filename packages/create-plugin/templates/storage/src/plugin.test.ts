import { createTestServices } from '@ccproxy/testkit'
import { expect, it } from 'vitest'
import { factory } from './plugin.js'

it('names the setting that is missing', async () => {
  const creating = factory.create({}, createTestServices())
  await expect(creating).rejects.toMatchObject({ message: expect.stringContaining('directory') })
})
