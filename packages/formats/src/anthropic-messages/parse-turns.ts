import { ObjectReader } from '../json/object-reader.js'
import type { Turn } from '../model/conversation.js'
import { parseAssistantBlocks } from './parse-assistant-blocks.js'
import { parseTexts } from './parse-text.js'
import { parseUserBlocks } from './parse-user-blocks.js'
import { keepUnread, type Parsing } from './parsing.js'

export function parseTurns(body: ObjectReader, parsing: Parsing): readonly Turn[] {
  return body.children('messages').map((message) => {
    const turn = parseTurn(message, parsing)
    keepUnread(message, parsing)
    return turn
  })
}

function parseTurn(message: ObjectReader, parsing: Parsing): Turn {
  switch (message.string('role')) {
    case 'user':
      return { role: 'user', blocks: parseUserBlocks(contentOf(message), parsing) }
    case 'assistant':
      return { role: 'assistant', blocks: parseAssistantBlocks(contentOf(message), parsing) }
    case 'system':
      return { role: 'system', blocks: parseTexts(message, 'content', parsing) }
    default:
      return message.fail('role', 'must be user, assistant or system')
  }
}

/** A string is short for one block of text. */
function contentOf(message: ObjectReader): readonly ObjectReader[] {
  const content = message.any('content')
  if (typeof content !== 'string') return message.children('content')
  return [new ObjectReader({ type: 'text', text: content }, 400, message.pathOf('content'))]
}
