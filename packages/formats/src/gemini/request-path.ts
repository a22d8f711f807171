import { FormatError } from '../format-error.js'
import type { Conversation } from '../model/conversation.js'

const pattern = /^\/v\d+(?:alpha|beta\d*)?\/(.+):([A-Za-z]+)$/

export interface GeminiPath {
  readonly model: string
  readonly method: string
  /** Of the query. */
  readonly isEventStream: boolean
}

/**
 * `/v1beta/models/{model}:{method}?alt=sse`
 * @throws FormatError (400) for any other path
 */
export function parsePath(path: string): GeminiPath {
  const url = new URL(path, 'http://localhost')
  const [, resource = '', method = ''] = pattern.exec(url.pathname) ?? []
  const model = decode(resource.replace(/^models\//, ''))
  if (model === '') throw new FormatError(400, 'The path must name a model and a method', 'model')
  return { model, method, isEventStream: url.searchParams.get('alt') === 'sse' }
}

export function renderPath({ model, stream, streamFormat }: Conversation): string {
  if (!stream) return modelPath(model, 'generateContent')
  return `${modelPath(model, 'streamGenerateContent')}${streamFormat === 'json-array' ? '' : '?alt=sse'}`
}

/**
 * Tuned models and those of Vertex have a collection of their own in their name.
 * @throws FormatError (400) for a name that would lead elsewhere
 */
export function modelPath(model: string, method: string): string {
  if (model.split('/').some((segment) => /^\.{0,2}$/.test(segment))) {
    throw new FormatError(400, 'model cannot have a part that is empty, . or ..', 'model')
  }
  return `/v1beta/${resourceName(model)
    .split('/')
    .map((part) => encodeURIComponent(part.toWellFormed()))
    .join('/')}:${method}`
}

/** As bodies name it: `models/gemini-3-flash`. */
export function resourceName(model: string): string {
  return /^(models|tunedModels|publishers|projects)\//.test(model) ? model : `models/${model}`
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new FormatError(400, 'The model in the path is not encoded well', 'model')
  }
}
