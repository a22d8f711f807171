import { newToolId } from '../tool-ids/new-tool-id.js'

/** Of an answer, from the id that the provider gave it. */
export function chatId(id: string): string {
  if (id === '') return newToolId('chatcmpl-')
  return id.startsWith('chatcmpl-') ? id : `chatcmpl-${id}`
}
