/** The names of the architecture document, with the values that the Python program sends. */
export const HookEvent = {
  APP_STARTUP: 'app.startup',
  APP_READY: 'app.ready',
  APP_SHUTDOWN: 'app.shutdown',
  PLUGIN_LOADED: 'plugin.loaded',
  PLUGIN_ERROR: 'plugin.error',
  REQUEST_STARTED: 'request.started',
  REQUEST_COMPLETED: 'request.completed',
  REQUEST_FAILED: 'request.failed',
  PROVIDER_REQUEST_PREPARED: 'provider.request.prepared',
  PROVIDER_REQUEST_SENT: 'provider.request.sent',
  PROVIDER_RESPONSE_RECEIVED: 'provider.response.received',
  PROVIDER_ERROR: 'provider.error',
  PROVIDER_STREAM_START: 'provider.stream.start',
  PROVIDER_STREAM_CHUNK: 'provider.stream.chunk',
  PROVIDER_STREAM_END: 'provider.stream.end',
  OAUTH_TOKEN_REQUEST: 'oauth.token.request',
  OAUTH_TOKEN_RESPONSE: 'oauth.token.response',
  OAUTH_REFRESH_REQUEST: 'oauth.refresh.request',
  OAUTH_REFRESH_RESPONSE: 'oauth.refresh.response',
  OAUTH_LOGIN_ENDING: 'oauth.login.ending',
  OAUTH_ERROR: 'oauth.error',
} as const

export type HookEventName = (typeof HookEvent)[keyof typeof HookEvent]
