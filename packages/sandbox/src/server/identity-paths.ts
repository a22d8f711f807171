export const identityPath = '/.well-known/ccproxy-sandbox'
export const presencePath = `${identityPath}/presence`
export const identityHeader = 'x-ccproxy-sandbox'
