// The endpoints of one directory of Microsoft Entra ID, one call at a time.
import nock from 'nock'

export const directory = 'https://login.microsoftonline.com/tenant-1/oauth2/v2.0'

export const granted = {
  token_type: 'Bearer',
  scope: 'https://cognitiveservices.azure.com/user_impersonation https://cognitiveservices.azure.com/.default',
  expires_in: 3599,
  ext_expires_in: 3599,
  access_token: 'fake-access-2',
  refresh_token: 'fake-refresh-2',
}

export function tokenEndpoint(form?: nock.RequestBodyMatcher): nock.Interceptor {
  return nock('https://login.microsoftonline.com').post('/tenant-1/oauth2/v2.0/token', form)
}

export function deviceEndpoint(): nock.Interceptor {
  return nock('https://login.microsoftonline.com').post('/tenant-1/oauth2/v2.0/devicecode')
}

/** As Entra words it. */
export function refused(error: string, code: number): Readonly<Record<string, unknown>> {
  return {
    error,
    error_description: `AADSTS${code}: The server says no.\r\nTrace ID: 0000\r\nCorrelation ID: 1111`,
    error_codes: [code],
    trace_id: '0000',
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  }
}
