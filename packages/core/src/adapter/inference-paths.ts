// The paths of each API that clients need, as prefixes that end at a segment. What creates keys or sessions, and what manages
// an account, is not among them.

/** https://platform.openai.com/docs/api-reference, 2026-12. Without realtime sessions, ChatKit and administration. */
export const openaiPaths: readonly string[] = [
  '/v1/assistants',
  '/v1/audio',
  '/v1/batches',
  '/v1/chat',
  '/v1/completions',
  '/v1/containers',
  '/v1/conversations',
  '/v1/embeddings',
  '/v1/evals',
  '/v1/files',
  '/v1/fine_tuning',
  '/v1/images',
  '/v1/models',
  '/v1/moderations',
  '/v1/responses',
  '/v1/skills',
  '/v1/threads',
  '/v1/uploads',
  '/v1/vector_stores',
  '/v1/videos',
]

/** https://platform.claude.com/docs/en/api, 2026-12. Without the Admin API. */
export const anthropicPaths: readonly string[] = [
  '/v1/complete',
  '/v1/files',
  '/v1/messages',
  '/v1/models',
  '/v1/skills',
]

const geminiResources = [
  'batches',
  'cachedContents',
  'corpora',
  'fileSearchStores',
  'files',
  'generatedFiles',
  'interactions',
  'models',
  'operations',
  'tunedModels',
]

/** https://ai.google.dev/api, 2026-12. Without ephemeral tokens (`auth_tokens`). */
export const geminiPaths: readonly string[] = [
  ...['/v1', '/v1beta', '/v1alpha'].flatMap((version) => geminiResources.map((name) => `${version}/${name}`)),
  '/upload/v1beta/files',
  '/upload/v1beta/fileSearchStores',
  '/v1beta/openai',
]
