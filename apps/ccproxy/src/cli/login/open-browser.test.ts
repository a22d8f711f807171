import { describe, expect, it } from 'vitest'
import { openBrowser } from './open-browser.js'

async function attempt(address: string) {
  const opened: string[] = []
  const done = await openBrowser(new URL(address), async (target) => void opened.push(target))
  return { done, opened }
}

describe('openBrowser', () => {
  it.each([
    'https://login.acme.example/authorize?a=1&b=2',
    'http://127.0.0.1:4000/start',
    'http://localhost:4000/',
    'http://[::1]:4000/',
  ])('opens %s as one argument', async (address) => {
    expect(await attempt(address)).toEqual({ done: true, opened: [address] })
  })

  it.each([
    'http://login.acme.example/',
    'http://127.0.0.1.evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'ms-settings:network',
    'https://user:fake-1@acme.example/',
  ])('refuses %s', async (address) => {
    expect(await attempt(address)).toEqual({ done: false, opened: [] })
  })

  it('hands on nothing that a shell or an option parser could take for its own', async () => {
    const { opened } = await attempt('https://acme.example/-flag?x=&calc"; rm\t-rf|`id`$(id)\u001b é')
    expect(opened).toHaveLength(1)
    expect(opened[0]).toMatch(/^https:\/\/[^\s"<>]+$/)
  })
})
