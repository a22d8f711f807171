import type { TextBlockParam, TextCitationParam } from '@anthropic-ai/sdk/resources/messages'
import { isJsonObject } from '../json/is-json-object.js'
import type { TextBlock } from '../model/block.js'
import { renderCacheControl } from './cache-control.js'
import type { Rendering } from './rendering.js'

/**
 * None for a text of nothing but white space, which the API refuses ("text content blocks must contain non-whitespace
 * text"); its own client sends what it wants.
 */
export function renderText(block: TextBlock, rendering: Rendering): readonly TextBlockParam[] {
  if (!rendering.isOwn && block.text.trim() === '') return []
  return [{ type: 'text', text: block.text, ...renderCacheControl(block.cache), ...citationsOf(block, rendering) }]
}

function citationsOf({ citations }: TextBlock, rendering: Rendering): Pick<TextBlockParam, 'citations'> {
  if (citations === undefined) return {}
  if (citations.dialect === 'anthropic-messages' && areCitations(citations.json)) return { citations: citations.json }
  rendering.notes.drop('citations')
  return {}
}

/** They came from this API and go back to it: nothing in them is read here. */
function areCitations(value: unknown): value is TextCitationParam[] {
  return Array.isArray(value) && value.every((item) => isJsonObject(item))
}
