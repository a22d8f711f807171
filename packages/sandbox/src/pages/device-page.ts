// Where a person enters the code that a device shows.
import type { HttpBindings } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { DeviceDecisions } from '../authorization/device-decision.js'
import type { Behaviour } from '../server/behaviour.js'
import { decisionForm, page } from './page.js'

const decisions = { auto: 'allow', deny: 'deny' } as const

export function createDevicePage(devices: DeviceDecisions, behaviour: Behaviour): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()

  const outcome = async (userCode: string, decision: 'allow' | 'deny') => {
    if (!(await devices.decide(userCode, decision))) return unknownCode
    return decision === 'allow'
      ? page('Signed in', html`<p>The device may go on. You can close this page.</p>`)
      : page('Refused', html`<p>The device was refused. You can close this page.</p>`)
  }

  app.get('/device', async (c) => {
    const userCode = c.req.query('user_code')
    if (userCode === undefined) return c.html(codeForm)
    if (behaviour.consent !== 'page') return c.html(await outcome(userCode, decisions[behaviour.consent]))
    if (!(await devices.waits(userCode))) return c.html(unknownCode, 404)
    const form = decisionForm('/device', { user_code: userCode })
    return c.html(page('Allow this device?', html`<p>It should show the code <code>${userCode}</code>.</p>${form}`))
  })

  app.post('/device', async (c) => {
    const { user_code: userCode, decision } = await c.req.parseBody()
    if (typeof userCode !== 'string') return c.html(unknownCode, 400)
    return c.html(await outcome(userCode, decision === 'allow' ? 'allow' : 'deny'))
  })
  return app
}

const codeForm = page(
  'Enter the code',
  html`<form method="get" action="/device"><input name="user_code" autofocus autocomplete="off"> <button>Continue</button></form>`,
)

const unknownCode = page('Unknown code', html`<p>No device waits with this code. It may have expired or been used.</p>`)
