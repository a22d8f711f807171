/**
 * Parts of what an envelope of another provider's seal begins with, plain and as base64 (`thoughtSignature` of Gemini is of
 * bytes). Every request is searched for them, so they are short and begin with rare characters: ten times as fast as the
 * whole words. Not imported from the translation, which is loaded only when it is needed.
 */
export const sealMarks: readonly string[] = ['-seal-1', 'XNlYWwt']
