import { returnedBy } from '../media/returned-by.js'
import type { ToolResultBlock, UserBlock } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import { renderFunctionResponse, withMedia } from './function-response.js'
import { renderMedia } from './media.js'
import { renderOpaque } from './render-model-parts.js'
import type { Rendering } from './rendering.js'

/** The id and the function of a call that has a result. */
export interface AnsweredCall {
  readonly id: string
  readonly name: string
}

/** @param findCall by the id that the conversation has for it */
export function renderUserParts(
  blocks: readonly UserBlock[],
  rendering: Rendering,
  findCall: (callId: string) => AnsweredCall,
): readonly JsonObject[] {
  return blocks.flatMap((block): readonly JsonObject[] => {
    if ('cache' in block && block.cache !== undefined) rendering.notes.drop('cacheMark')
    switch (block.type) {
      case 'text':
        return block.text === '' ? [] : [{ text: block.text }]
      case 'image':
      case 'document':
      case 'audio':
        return [renderMedia(block, rendering.conversation)]
      case 'tool-result':
        return renderResult(block, rendering, findCall(block.callId))
      case 'opaque':
        return renderOpaque(block, rendering)
    }
  })
}

/** Models before Gemini 3 take text results only: pictures stand beside them. */
function renderResult(block: ToolResultBlock, rendering: Rendering, call: AnsweredCall): readonly JsonObject[] {
  const result = renderFunctionResponse(block, call, rendering.conversation)
  if (rendering.traits.takesResultMedia || rendering.isOwn) return [withMedia(result)]
  const said = result.media.length === 0 ? [] : [{ text: returnedBy(call.id) }, ...result.media]
  return [withMedia({ ...result, media: [] }), ...said]
}
