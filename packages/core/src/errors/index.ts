// For programs that must say what failed before they know what they need; the same things as in the package's index.
export { CCProxyError, type CCProxyErrorOptions, isCCProxyError, systemLimit, toCCProxyError } from './ccproxy-error.js'
export { type ErrorCode, type ErrorDefinition, errorDefinition, errorTable, isErrorCode } from './error-table.js'
