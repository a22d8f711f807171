// Names that no outsider's plugin can have. This package imports nothing of ours; a test of the program ties the lists to
// what the program refuses.

/** Commands of the program, and first segments of its own paths. */
export const ownWords: readonly string[] =
  'serve auth plugins config doctor env run setup usage quota help v1 v1beta health metrics dashboard'.split(' ')

/** Plugins that are published as `@ccproxy/plugin-…`. */
export const firstPartyPlugins: readonly string[] =
  'claude openai gemini azure openrouter huggingface sandbox redis keychain metrics usage dashboard'.split(' ')
