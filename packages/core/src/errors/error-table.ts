// Every code that CCProxy can raise: the status it has over HTTP, whether the same call may succeed later, and what to do.
// Codes are never reused. docs/errors.md is tied to this table by a test.

export interface ErrorDefinition {
  /** HTTP status when the error reaches a client. */
  readonly status: number
  /** True when the same call may succeed later without anyone changing anything. */
  readonly retryable: boolean
  /** What to do now; a thrown error may bring a more exact one. */
  readonly hint: string
}

/** Code → status over HTTP, whether the same call may succeed later, hint. */
export const errorTable = {
  // configuration
  CCPROXY_CONFIG_SYNTAX: [500, 'permanent', 'Correct the file; `ccproxy config path` lists the files that are read.'],
  CCPROXY_CONFIG_UNREADABLE: [500, 'permanent', 'Check that the file exists and that you may read it.'],
  CCPROXY_CONFIG_UNTRUSTED: [
    500,
    'permanent',
    'Let only yourself write there: another user could make CCProxy run their code or send your credentials elsewhere.',
  ],
  CCPROXY_CONFIG_DIRECTORY: [500, 'permanent', 'Give an absolute path; a shell expands `~` only outside of quotes.'],
  CCPROXY_CONFIG_UNKNOWN_KEY: [500, 'permanent', 'Remove the key or correct its spelling.'],
  CCPROXY_CONFIG_INVALID_VALUE: [
    500,
    'permanent',
    'Correct the value; `ccproxy config show` prints the effective settings.',
  ],
  CCPROXY_CONFIG_PROJECT_KEY: [
    500,
    'permanent',
    'Move the key to your own config.toml; `ccproxy config path` names it.',
  ],

  // plugins
  CCPROXY_PLUGIN_MANIFEST_INVALID: [500, 'permanent', 'Correct the `ccproxy` field of the package.json of the plugin.'],
  CCPROXY_PLUGIN_API_VERSION: [500, 'permanent', 'Install a version of the plugin that matches this CCProxy.'],
  CCPROXY_PLUGIN_PEER_RANGE: [500, 'permanent', 'Install a version of the plugin that accepts this @ccproxy/core.'],
  CCPROXY_PLUGIN_DUPLICATE: [500, 'permanent', 'Remove one of the two packages.'],
  CCPROXY_PLUGIN_RESERVED_NAME: [
    500,
    'permanent',
    'Rename the plugin; the names of first-party plugins belong to @ccproxy packages.',
  ],
  CCPROXY_PLUGIN_DISABLED: [
    404,
    'permanent',
    'Enable it in enabled_plugins, disabled_plugins or plugins.<name>.enabled.',
  ],
  CCPROXY_PLUGIN_ENTRY: [500, 'permanent', 'Build the plugin, or correct `entry` and `exports` in its package.json.'],
  CCPROXY_PLUGIN_IMPORT: [500, 'permanent', 'Run with --debug to see where the plugin threw.'],
  CCPROXY_PLUGIN_FACTORY: [
    500,
    'permanent',
    'Export `factory` from the entry, with the name and apiVersion of the manifest.',
  ],
  CCPROXY_PLUGIN_INSTALL: [
    500,
    'permanent',
    'Read what npm said, and try again; what was there before is there again.',
  ],
  CCPROXY_PLUGIN_SETTINGS: [
    500,
    'permanent',
    'Correct the settings; `ccproxy plugins settings <name>` prints what it takes.',
  ],
  CCPROXY_PLUGIN_START: [500, 'permanent', 'Run with --debug to see why it could not start.'],
  CCPROXY_PLUGIN_DEPENDENCY: [500, 'permanent', 'Install and enable the plugins that it requires.'],
  CCPROXY_PLUGIN_NOT_FOUND: [404, 'permanent', 'Install it, for example with `npm i @ccproxy/plugin-claude`.'],

  // storage
  CCPROXY_STORAGE_CORRUPT: [
    500,
    'permanent',
    'Sign in again with `ccproxy auth login <provider>`; the unreadable file is kept.',
  ],
  CCPROXY_STORAGE_VERSION: [500, 'permanent', 'The file was written by a newer CCProxy; upgrade this one.'],
  CCPROXY_STORAGE_FOREIGN: [
    401,
    'permanent',
    'Remove the file and sign in; CCProxy does not use logins of other products.',
  ],
  CCPROXY_STORAGE_NETWORK: [
    500,
    'permanent',
    'Point CCPROXY_CONFIG_DIR at a local disk, or set storage.allow_network_file_system if only one machine uses it.',
  ],
  CCPROXY_STORAGE_PERMISSION: [500, 'permanent', 'Make the file readable and writable by you alone (chmod 600).'],
  CCPROXY_STORAGE_CONFLICT: [409, 'transient', 'Another process changed the credential first; read it again.'],
  CCPROXY_STORAGE_READ_ONLY: [
    500,
    'permanent',
    'Make the configuration directory writable, or point CCPROXY_CONFIG_DIR elsewhere.',
  ],
  CCPROXY_STORAGE_FULL: [507, 'permanent', 'Free some disk space; nothing was sent and nothing is lost.'],
  CCPROXY_STORAGE_FAILED: [500, 'transient', 'Check the disk and the configuration directory.'],
  CCPROXY_STORAGE_LOCK_TIMEOUT: [
    503,
    'transient',
    'Another ccproxy process holds the credential; wait for it or end it.',
  ],

  // credentials
  CCPROXY_CREDENTIAL_ABSENT: [401, 'permanent', 'Sign in with `ccproxy auth login <provider>`.'],
  CCPROXY_CREDENTIAL_NEEDS_LOGIN: [401, 'permanent', 'Sign in again with `ccproxy auth login <provider>`.'],
  CCPROXY_CREDENTIAL_CHOICE: [
    500,
    'permanent',
    'Correct the plugin that chooses accounts, or name the account with x-ccproxy-account.',
  ],
  CCPROXY_CREDENTIAL_UNSAVED: [
    500,
    'permanent',
    'Make room on the disk, or make it writable, then sign in again: the renewed login was in memory only.',
  ],
  CCPROXY_CREDENTIAL_BINDING: [
    401,
    'permanent',
    'The settings changed since the sign-in; restore them or sign in again.',
  ],
  CCPROXY_CREDENTIAL_ACCOUNT_NAME: [
    400,
    'permanent',
    'Use lower-case letters, digits, dot, dash and underscore, at most 64 characters.',
  ],
  CCPROXY_CREDENTIAL_KEY_FORMAT: [
    400,
    'permanent',
    'Copy the key again from the provider; this does not look like one.',
  ],
  CCPROXY_CREDENTIAL_REFUSED: [
    401,
    'permanent',
    'The provider does not accept it; make it work where it comes from, or sign in another way.',
  ],
  CCPROXY_CREDENTIAL_LINK: [
    401,
    'permanent',
    'The credential belongs to another tool; sign in or repair it there, then try again.',
  ],
  CCPROXY_CREDENTIAL_REFRESH_LIMIT: [503, 'transient', 'Wait for the refresh that is under way.'],

  // sign-in and refresh
  CCPROXY_OAUTH_FLOW_UNKNOWN: [400, 'permanent', '`ccproxy auth providers` lists the flows of each provider.'],
  CCPROXY_OAUTH_ASSERTION: [
    401,
    'permanent',
    'The file or variable that holds the identity token must be there and readable; it is read anew at each exchange.',
  ],
  CCPROXY_OAUTH_FLOW_UNAVAILABLE: [400, 'permanent', '`ccproxy auth providers` says what each flow needs.'],
  CCPROXY_OAUTH_ACCESS_DENIED: [403, 'permanent', 'The sign-in was refused in the browser; start again to allow it.'],
  CCPROXY_OAUTH_AUTHORIZATION_FAILED: [
    400,
    'permanent',
    'Start the sign-in again; check client id, scopes and redirect at the provider.',
  ],
  CCPROXY_OAUTH_STATE_MISMATCH: [400, 'permanent', 'Use the URL of this very sign-in attempt, not of an earlier one.'],
  CCPROXY_OAUTH_ISSUER_MISMATCH: [
    400,
    'permanent',
    'The answer came from another authorization server; check the oauth settings.',
  ],
  CCPROXY_OAUTH_PASTE_INVALID: [
    400,
    'permanent',
    'Paste the whole address that the browser ended at, or the code it shows.',
  ],
  CCPROXY_OAUTH_PORT_TAKEN: [
    409,
    'permanent',
    'Set oauth.callback_port to a free port (0 means any), or use --no-browser and paste the URL.',
  ],
  CCPROXY_OAUTH_CANCELLED: [499, 'permanent', 'Nothing was changed; start the sign-in again when you are ready.'],
  CCPROXY_OAUTH_LOGIN_TIMEOUT: [408, 'permanent', 'Start the sign-in again and finish it in the browser.'],
  CCPROXY_OAUTH_DEVICE_EXPIRED: [408, 'permanent', 'Start again and enter the new code in time.'],
  CCPROXY_OAUTH_VERIFICATION_URI: [
    502,
    'permanent',
    'The provider sent an address outside its declared hosts; do not open it.',
  ],
  CCPROXY_OAUTH_ENDPOINT_INSECURE: [400, 'permanent', 'Use https; http is accepted for loopback addresses only.'],
  CCPROXY_OAUTH_INVALID_GRANT: [401, 'permanent', 'Sign in again with `ccproxy auth login <provider>`.'],
  CCPROXY_OAUTH_CLIENT_REJECTED: [
    401,
    'permanent',
    'Check oauth.client_id and oauth.client_secret, and that the client may use this grant.',
  ],
  CCPROXY_OAUTH_REQUEST_REJECTED: [400, 'permanent', 'Check the scopes and endpoints in the oauth settings.'],
  CCPROXY_OAUTH_RATE_LIMITED: [
    429,
    'transient',
    'The authorization server asks to wait. Run the command again later; a running `ccproxy serve` tries again by itself.',
  ],
  CCPROXY_OAUTH_SERVER_ERROR: [
    502,
    'transient',
    'The authorization server has a problem. Run the command again later; a running `ccproxy serve` tries again by itself.',
  ],
  CCPROXY_OAUTH_UNREACHABLE: [502, 'transient', 'Check the network, the proxy settings and the token_url.'],
  CCPROXY_OAUTH_TIMEOUT: [504, 'transient', 'The token endpoint did not answer in time; check the network.'],
  CCPROXY_OAUTH_CONNECTION_LOST: [
    502,
    'transient',
    'The connection broke after the request was sent; check the network.',
  ],
  CCPROXY_OAUTH_ANSWER_INVALID: [
    502,
    'transient',
    'The token endpoint did not answer as OAuth 2.0 says; check the token_url.',
  ],
  CCPROXY_OAUTH_REDIRECT_REFUSED: [
    502,
    'permanent',
    'The token endpoint redirected; set token_url to its final address.',
  ],
  CCPROXY_OAUTH_ID_TOKEN_INVALID: [
    502,
    'permanent',
    'The id token could not be verified; check issuer, jwks_url and the clock of this machine.',
  ],
  CCPROXY_OAUTH_OUTCOME_UNKNOWN: [
    503,
    'transient',
    'A refresh was interrupted; the living token is used, then one more try is made.',
  ],

  // client side of the proxy
  CCPROXY_HTTP_HOST_REFUSED: [
    403,
    'permanent',
    'Use localhost or 127.0.0.1 as the name of the server, or set security.auth_token = "auto": with a client key every name is accepted.',
  ],
  CCPROXY_HTTP_ORIGIN_REFUSED: [
    403,
    'permanent',
    'Browser pages are refused; add the origin to security.allowed_origins if it is yours.',
  ],
  CCPROXY_HTTP_KEY_REQUIRED: [401, 'permanent', 'Send the key of security.auth_token, for example as `x-api-key`.'],
  CCPROXY_HTTP_KEY_INVALID: [401, 'permanent', 'The key does not match security.auth_token.'],
  CCPROXY_HTTP_KEY_DUPLICATE: [400, 'permanent', 'Send each key header once.'],
  CCPROXY_HTTP_TARGET_REFUSED: [
    400,
    'permanent',
    'Send a plain path, without dot segments, double or encoded slashes or backslashes.',
  ],
  CCPROXY_HTTP_TARGET_TOO_LONG: [414, 'permanent', 'Send what is long in the body; a path with its query has 32 KiB.'],
  CCPROXY_HTTP_HEADERS_TOO_LARGE: [
    431,
    'permanent',
    'Send fewer or smaller headers: 64 KiB and 1,000 of them at most.',
  ],
  CCPROXY_HTTP_MALFORMED: [
    400,
    'permanent',
    'Send HTTP/1.1 as RFC 9112 has it: one length, `transfer-encoding: chunked` alone, lines that end with CR LF.',
  ],
  CCPROXY_HTTP_TIMEOUT: [408, 'transient', 'Send the whole request without long pauses.'],
  CCPROXY_HTTP_BUSY: [503, 'transient', 'Try again in a moment, or send fewer requests at once.'],
  CCPROXY_HTTP_CONTENT_TYPE: [415, 'permanent', 'Send JSON with content-type: application/json.'],
  CCPROXY_HTTP_BODY_TOO_LARGE: [413, 'permanent', 'Send a smaller body; what must be read whole is limited to 64 MiB.'],
  CCPROXY_HTTP_UPGRADE_REFUSED: [426, 'permanent', 'Use plain HTTP; WebSocket and h2c are not offered.'],
  CCPROXY_HTTP_NOT_FOUND: [404, 'permanent', 'Use /<provider>/v1/…; GET /plugins lists the providers.'],
  CCPROXY_HTTP_PATH_REFUSED: [
    404,
    'permanent',
    'This path is not proxied: it manages the account, or it is of no API that clients need. Use the console of the provider for it.',
  ],
  CCPROXY_HTTP_METHOD: [405, 'permanent', 'Use GET for this path.'],
  CCPROXY_HTTP_ABORTED: [499, 'permanent', 'The client left before the answer was complete.'],
  CCPROXY_PROVIDER_UNKNOWN: [404, 'permanent', '`ccproxy plugins list` shows the providers that are installed.'],
  CCPROXY_MODEL_MISSING: [400, 'permanent', 'Name a model in the request, such as "claude/claude-opus-5-5".'],
  CCPROXY_MODEL_UNKNOWN: [
    404,
    'permanent',
    'Say "<provider>/<model>", or set models.default; GET /v1/models lists what there is.',
  ],
  CCPROXY_REQUEST_REJECTED: [403, 'permanent', 'A plugin refused the request.'],

  // upstream side of the proxy
  CCPROXY_UPSTREAM_UNREACHABLE: [502, 'transient', 'Check the network and the base_url of the provider.'],
  CCPROXY_UPSTREAM_TLS: [
    502,
    'permanent',
    'Check the certificate of base_url. Trust your own authority with NODE_EXTRA_CA_CERTS, or NODE_OPTIONS=--use-system-ca.',
  ],
  CCPROXY_UPSTREAM_TIMEOUT: [504, 'transient', 'The provider did not answer in time; try again.'],
  CCPROXY_UPSTREAM_RESET: [502, 'transient', 'The provider closed the connection early; try again.'],
  CCPROXY_UPSTREAM_UNAVAILABLE: [503, 'transient', 'The provider has a problem or asks to wait; try again later.'],
  CCPROXY_UPSTREAM_HEADER: [
    400,
    'permanent',
    'A header holds a line break or another character that HTTP forbids: correct it in the client, or in the settings of the plugin.',
  ],
  CCPROXY_UPSTREAM_URL: [
    502,
    'permanent',
    'The request left the base_url of the provider; check base_url and the path.',
  ],
  CCPROXY_UPSTREAM_LOOP: [
    508,
    'permanent',
    'base_url points at CCProxy itself; set it to the address of the provider.',
  ],
  CCPROXY_UPSTREAM_ANSWER: [502, 'permanent', 'The provider answered something else than its API says.'],

  // translation between the two
  CCPROXY_FORMAT_REQUEST: [400, 'permanent', 'Correct the request; where a field is wrong, the message names it.'],
  CCPROXY_FORMAT_ANSWER: [502, 'transient', 'The provider sent something that is no answer of its API; try again.'],

  // the program
  CCPROXY_SERVE_ADDRESS: [
    500,
    'permanent',
    'Choose another address with --host and --port, or end what listens there.',
  ],
  CCPROXY_SERVE_KEY_REQUIRED: [
    500,
    'permanent',
    'Set security.auth_token (or "auto") before listening beyond loopback.',
  ],
  CCPROXY_SERVE_NO_PROVIDER: [500, 'permanent', 'Install a provider: npm i @ccproxy/plugin-claude'],
  CCPROXY_SERVE_STOPPED: [503, 'transient', 'Send it again once the proxy runs again.'],
  CCPROXY_CLI_DIRECTORY: [500, 'permanent', 'Change to a directory that exists, for example with `cd ~`.'],
  CCPROXY_CLI_INTERRUPTED: [400, 'permanent', 'It was ended before it was done; start it again.'],
  CCPROXY_CLI_USAGE: [400, 'permanent', 'See `ccproxy --help`.'],
  CCPROXY_SYSTEM_LIMIT: [
    503,
    'transient',
    'Raise the limit, for example with `ulimit -n 4096`, or end programs that hold many files; then try again.',
  ],
  CCPROXY_INTERNAL: [500, 'permanent', 'This is a defect in CCProxy; please report it with the output of --debug.'],
} as const

/** A code of the one table. */
export type ErrorCode = keyof typeof errorTable

/** @returns the row of a code */
/** For a code that came as text. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code)
}

export function errorDefinition(code: ErrorCode): ErrorDefinition {
  const [status, duration, hint] = errorTable[code]
  return { status, retryable: duration === 'transient', hint }
}
