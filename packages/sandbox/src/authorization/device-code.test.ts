import * as oauth from 'oauth4webapi'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { discover, insecure } from '../__fixtures__/oauth-client.js'
import type { Sandbox } from '../sandbox.js'
import { startSandbox } from '../server/start-sandbox.js'

let sandbox: Sandbox
let server: oauth.AuthorizationServer
let client: oauth.Client

beforeAll(async () => {
  sandbox = await startSandbox({ deviceIntervalSeconds: 3 })
  server = await discover(sandbox)
  client = { client_id: sandbox.clients.device.clientId }
})
beforeEach(() => sandbox.setConsent('auto'))
afterAll(() => sandbox.close())

async function begin(scope = 'inference offline_access'): Promise<oauth.DeviceAuthorizationResponse> {
  const response = await oauth.deviceAuthorizationRequest(server, client, oauth.None(), { scope }, insecure)
  return oauth.processDeviceAuthorizationResponse(server, client, response)
}

async function poll(deviceCode: string): Promise<oauth.TokenEndpointResponse> {
  const response = await oauth.deviceCodeGrantRequest(server, client, oauth.None(), deviceCode, insecure)
  return oauth.processDeviceCodeResponse(server, client, response)
}

const failsWith = (deviceCode: string, error: string) => expect(poll(deviceCode)).rejects.toMatchObject({ error })

describe('device code', () => {
  it('is pending, slows down on demand, and brings tokens after the approval, once', async () => {
    const device = await begin()
    expect(device).toMatchObject({ interval: 3, verification_uri: `${sandbox.origin}/device` })
    await failsWith(device.device_code, 'authorization_pending')
    sandbox.slowDownNextPolls(1)
    await failsWith(device.device_code, 'slow_down')
    await failsWith(device.device_code, 'authorization_pending')
    expect(await sandbox.approveDevice(device.user_code)).toBe(true)
    const tokens = await poll(device.device_code)
    expect(tokens).toMatchObject({ scope: 'inference offline_access', expires_in: 3600 })
    expect(tokens.refresh_token).toBeTypeOf('string')
    await failsWith(device.device_code, 'invalid_grant')
  })

  it('can be refused', async () => {
    const device = await begin()
    expect(await sandbox.denyDevice(device.user_code)).toBe(true)
    await failsWith(device.device_code, 'access_denied')
  })

  it('is approved by a visit of the complete address in the mode auto, refused in deny', async () => {
    const [first, second] = [await begin(), await begin()]
    expect((await fetch(first.verification_uri_complete ?? '')).status).toBe(200)
    await expect(poll(first.device_code)).resolves.toBeDefined()
    sandbox.setConsent('deny')
    await fetch(second.verification_uri_complete ?? '')
    await failsWith(second.device_code, 'access_denied')
  })

  it('is asked for on a page in the mode page, typed in any case', async () => {
    sandbox.setConsent('page')
    const device = await begin()
    expect(await (await fetch(device.verification_uri)).text()).toContain('name="user_code"')
    const shown = await fetch(`${device.verification_uri}?user_code=${device.user_code.toLowerCase().replace('-', '')}`)
    expect(await shown.text()).toContain('Allow')
    await failsWith(device.device_code, 'authorization_pending')
    const body = new URLSearchParams({ user_code: device.user_code, decision: 'allow' })
    await fetch(device.verification_uri, { method: 'POST', body })
    await expect(poll(device.device_code)).resolves.toBeDefined()
  })

  it('escapes what was typed and knows no foreign code', async () => {
    sandbox.setConsent('page')
    const response = await fetch(`${sandbox.origin}/device?user_code=%3Cscript%3E`)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('<script>')
    expect(await sandbox.approveDevice('ZZZZ-ZZZZ')).toBe(false)
  })
})
