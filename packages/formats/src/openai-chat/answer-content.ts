import { isJsonObject } from '../json/is-json-object.js'

export interface AnswerContent {
  readonly text: string
  /** Of models that think inside of their content (Mistral's). */
  readonly thoughts: string
}

/** The content of an answer, or of a part of one: text, nothing, or a list of parts. */
export function parseAnswerContent(content: unknown): AnswerContent {
  if (typeof content === 'string') return { text: content, thoughts: '' }
  const parts: readonly unknown[] = Array.isArray(content) ? content : []
  const objects = parts.filter((part) => isJsonObject(part))
  return {
    text: objects.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join(''),
    thoughts: objects
      .map(({ type, thinking }) => (type === 'thinking' ? parseAnswerContent(thinking).text : ''))
      .join(''),
  }
}
