import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type AntMachine, createAntMachine } from '../__fixtures__/ant-machine.js'
import { type FederationSettings, federationParameters, missingParameters } from './federation-parameters.js'

let machine: AntMachine
beforeEach(async () => {
  machine = await createAntMachine()
})
afterEach(() => machine[Symbol.asyncDispose]())

const complete = {
  ANTHROPIC_FEDERATION_RULE_ID: 'fdrl_environment',
  ANTHROPIC_ORGANIZATION_ID: 'organization-environment',
  ANTHROPIC_SERVICE_ACCOUNT_ID: 'svac_environment',
  ANTHROPIC_WORKSPACE_ID: 'wrkspc_environment',
  ANTHROPIC_IDENTITY_TOKEN_FILE: '/run/environment',
}
const profile = {
  authentication: {
    type: 'oidc_federation',
    federation_rule_id: 'fdrl_profile',
    identity_token: { source: 'file', path: '/run/profile' },
  },
  organization_id: 'organization-profile',
}

const parametersOf = (environment: Readonly<Record<string, string>>, settings?: FederationSettings) =>
  federationParameters(settings, { ...machine.environment, ...environment })

describe('a federation', () => {
  it('is taken from the environment', () => {
    expect(parametersOf(complete)).toMatchObject({
      ruleId: 'fdrl_environment',
      organizationId: 'organization-environment',
      serviceAccountId: 'svac_environment',
      workspaceId: 'wrkspc_environment',
      identityTokenFile: '/run/environment',
    })
  })

  it('is taken from the settings; the environment fills gaps', () => {
    expect(parametersOf(complete, { ruleId: 'fdrl_settings', identityTokenFile: '/run/settings' })).toMatchObject({
      ruleId: 'fdrl_settings',
      organizationId: 'organization-environment',
      identityTokenFile: '/run/settings',
    })
  })

  it('is taken from the active profile unless the environment says all', async () => {
    await machine.writeProfile(profile)
    expect(parametersOf({ ANTHROPIC_WORKSPACE_ID: 'wrkspc_environment' })).toMatchObject({
      ruleId: 'fdrl_profile',
      organizationId: 'organization-profile',
      workspaceId: 'wrkspc_environment',
      identityTokenFile: '/run/profile',
    })
    expect(parametersOf(complete).ruleId).toBe('fdrl_environment')
  })

  it('is taken from a named profile, whatever the environment says', async () => {
    await machine.writeProfile(profile, 'ci')
    expect(parametersOf({ ...complete, ANTHROPIC_PROFILE: 'ci' })).toMatchObject({
      ruleId: 'fdrl_profile',
      serviceAccountId: 'svac_environment',
      identityTokenFile: '/run/profile',
    })
  })

  it('is refused when it names a profile that is not there', () => {
    expect(() => parametersOf({ ...complete, ANTHROPIC_PROFILE: 'gone' })).toThrowError(
      expect.objectContaining({ code: 'CCPROXY_CREDENTIAL_LINK' }),
    )
  })

  it('names what is missing', () => {
    const { ANTHROPIC_ORGANIZATION_ID: _organization, ...rest } = complete
    expect(missingParameters(parametersOf(rest))).toEqual([
      'ANTHROPIC_ORGANIZATION_ID (or plugins.claude.federation.organization_id)',
    ])
    expect(missingParameters(parametersOf({ ...complete, ANTHROPIC_IDENTITY_TOKEN_FILE: '' }))).toHaveLength(1)
    expect(missingParameters(parametersOf({ ...complete, ANTHROPIC_IDENTITY_TOKEN: 'fake.identity.token' }))).toEqual(
      [],
    )
  })
})
