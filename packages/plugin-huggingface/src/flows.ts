import type { ApiKeyFlow, AuthorizationCodeFlow, DeviceCodeFlow, OAuthFlow } from '@ccproxy/core'
import type { HuggingFaceOAuth } from './config.js'
import { hfFlow } from './hf/hf-flow.js'
import { idTokenProfile } from './id-token-profile.js'

const key: ApiKeyFlow = {
  kind: 'api-key',
  id: 'key',
  label: 'Access token of Hugging Face',
  env: ['HF_TOKEN', 'HUGGING_FACE_HUB_TOKEN'],
  pattern: /^hf_/,
}

const withoutApp = {
  reason: 'needs an OAuth app of your own',
  hint:
    'Create one without a secret at https://huggingface.co/settings/applications/new, with the redirect URL ' +
    'http://127.0.0.1/callback and the scopes openid, profile and inference-api, and set plugins.huggingface.oauth.client_id.',
}

/** Hugging Face shows its page for codes on this host, too. */
const shortHost = 'hf.co'

function ownApp({ clientId, clientSecret, scopes, issuer, tokenUrl = '', revokeUrl }: HuggingFaceOAuth) {
  return {
    ...(clientId === undefined && { unavailable: withoutApp }),
    clientId,
    clientSecret,
    scopes,
    issuer,
    discovery: 'openid-configuration',
    token: { url: tokenUrl },
    revokeUrl,
    credential: idTokenProfile,
  } as const
}

function browser(oauth: HuggingFaceOAuth): AuthorizationCodeFlow {
  return {
    ...ownApp(oauth),
    kind: 'authorization-code',
    id: 'browser',
    label: 'Sign in with Hugging Face',
    authorizeUrl: oauth.authorizeUrl ?? '',
    pkce: 'S256',
    // Any port matches http://127.0.0.1/callback: https://huggingface.co/docs/hub/oauth#redirect-uris
    redirect: { kind: 'loopback', path: '/callback' },
  }
}

function device(oauth: HuggingFaceOAuth): DeviceCodeFlow {
  return {
    ...ownApp(oauth),
    kind: 'device-code',
    id: 'device',
    label: 'Sign in with Hugging Face by a code on another device',
    deviceAuthorizationUrl: oauth.deviceAuthorizationUrl ?? '',
    verificationHosts: [new URL(oauth.issuer).hostname, shortHost],
  }
}

/** An own app is configured on purpose: then it is the first choice. */
export function flows(
  oauth: HuggingFaceOAuth,
  environment: Readonly<Record<string, string | undefined>>,
): readonly OAuthFlow[] {
  const ownApps = [browser(oauth), device(oauth)]
  const others = [key, hfFlow(environment)]
  return oauth.clientId === undefined ? [...others, ...ownApps] : [...ownApps, ...others]
}
