import {
  type ClientRequest,
  geminiPaths,
  type HeaderEdits,
  type Model,
  type PrepareInput,
  type ProviderAdapter,
} from '@ccproxy/core'
import type * as v from 'valibot'
import { classify } from './classify.js'
import { modelList } from './schemas.js'

const openaiPrefix = '/v1beta/openai'

/** Of OpenAI's API, for clients that begin with `/v1`. */
const openaiSubset = ['/v1/chat', '/v1/embeddings', '/v1/images', '/v1/videos']

/** Google serves OpenAI's API below a path of its own: https://ai.google.dev/gemini-api/docs/openai */
function upstreamPath({ dialect, path }: ClientRequest): string {
  const speaksOpenAI = dialect === 'openai-chat' || /^\/v1\/(?:embeddings|images|videos)(?:[/?]|$)/.test(path)
  return speaksOpenAI && path.startsWith('/v1/') ? `${openaiPrefix}${path.slice('/v1'.length)}` : path
}

/** A key in two headers is refused, and each half of the API takes it in another one. */
function credentialHeaders({ token }: PrepareInput, path: string, project: string | undefined): HeaderEdits {
  const bearer = { authorization: `Bearer ${token.reveal()}`, 'x-goog-api-key': null }
  if (token.kind !== 'api-key')
    return { ...bearer, 'x-goog-user-project': project ?? token.account?.attributes?.['quota_project'] ?? null }
  const asKey = { 'x-goog-api-key': token.reveal(), authorization: null }
  return { ...(path.startsWith(`${openaiPrefix}/`) ? bearer : asKey), 'x-goog-user-project': null }
}

/** @param project that logins are counted for; undefined: the one that came with the login, if any */
export function adapter(project: string | undefined): ProviderAdapter {
  return {
    dialects: ['gemini', 'openai-chat'],
    allowedPaths: [...geminiPaths, ...openaiSubset],
    prepare: (input) => {
      const { baseUrl, request } = input
      const path = upstreamPath(request)
      return {
        ...(path !== request.path && { url: `${baseUrl}${path}` }),
        headers: credentialHeaders(input, path, project),
      }
    },
    classify,
    models: async (http, signal) => {
      const { models } = await http.get('v1beta/models?pageSize=1000', { signal }).json(modelList)
      return models.filter(isGenerative).map(modelOf)
    },
  }
}

type ListedModel = v.InferOutput<typeof modelList>['models'][number]

/** Embeddings and the like are listed too. */
function isGenerative({ supportedGenerationMethods: methods }: ListedModel): boolean {
  return methods === undefined || methods.includes('generateContent')
}

function modelOf({ name, displayName, inputTokenLimit }: ListedModel): Model {
  return {
    id: name.replace(/^models\//, ''),
    ...(displayName !== undefined && { displayName }),
    ...(inputTokenLimit !== undefined && { contextWindow: inputTokenLimit }),
  }
}
