// Pictures and other files that a model makes. Each API has its own place for them, or none.
import { isJsonObject } from '../json/is-json-object.js'
import type { Media, Opaque } from '../model/block.js'
import { parseDataUrl } from './data-url.js'

/** The bytes, or where the client finds them. */
export type AnswerMedia = Exclude<Media, { kind: 'file' }>

/**
 * The file in a part that only its own dialect has: `inlineData` or `fileData` of Gemini, an entry of `message.images` as OpenRouter writes
 * it (https://openrouter.ai/docs/features/multimodal/image-generation), `image_generation_call` of Responses. Absent: none.
 */
export function answerMedia({ dialect, name, json }: Opaque): AnswerMedia | undefined {
  if (!isJsonObject(json)) return undefined
  if (dialect === 'gemini') return geminiFile(json[name], name)
  if (dialect === 'openai-chat' && name === 'image_url') return fileAt(json['image_url'])
  const isCall = dialect === 'openai-responses' && name === 'image_generation_call'
  const { result, output_format: format } = json
  if (!isCall || typeof result !== 'string' || result === '') return undefined
  return { kind: 'base64', mediaType: `image/${typeof format === 'string' ? format : 'png'}`, data: result }
}

function geminiFile(value: unknown, name: string): AnswerMedia | undefined {
  if (!isJsonObject(value)) return undefined
  const { mimeType, data, fileUri } = value
  if (name === 'inlineData' && typeof mimeType === 'string' && typeof data === 'string') {
    return { kind: 'base64', mediaType: mimeType, data }
  }
  if (name !== 'fileData' || typeof fileUri !== 'string') return undefined
  return { kind: 'url', url: fileUri, ...(typeof mimeType === 'string' && { mediaType: mimeType }) }
}

/** OpenRouter sends data URLs, other servers addresses. */
function fileAt(image: unknown): AnswerMedia | undefined {
  if (!isJsonObject(image) || typeof image['url'] !== 'string') return undefined
  const { url } = image
  if (/^data:/i.test(url)) return parseDataUrl(url)
  return { kind: 'url', url, mediaType: 'image/*' }
}

export function isPicture({ mediaType }: AnswerMedia): boolean {
  return mediaType?.startsWith('image/') === true
}

/** For clients whose API has no place for the file: it must not be lost without a word. */
export function mediaInWords(media: AnswerMedia): string {
  if (media.kind === 'url') return `[The model made a file: ${media.url}]`
  const kilobytes = Math.max(1, Math.round((media.data.length * 3) / 4 / 1024))
  return `[The model made a file here (${media.mediaType}, ${kilobytes} kB) that this API cannot show.]`
}
