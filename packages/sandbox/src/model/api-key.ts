/** The one API key that the model accepts. Fixed and public. */
export const sandboxApiKey = 'sandbox-api-key-of-no-value'
