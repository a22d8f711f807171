/**
 * What an envelope of another provider's seal begins with, plain and as base64 (`thoughtSignature` of Gemini is of bytes).
 * Not imported from the translation, which is loaded only when it is needed.
 */
export const sealMarks: readonly string[] = ['ccp-seal-1.', 'Y2NwLXNlYWwtMS']
