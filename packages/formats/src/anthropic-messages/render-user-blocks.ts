import type { ToolResultBlockParam } from '@anthropic-ai/sdk/resources/messages'
import type { ToolResultBlock, UserBlock } from '../model/block.js'
import { renderCacheControl } from './cache-control.js'
import type { DraftBlock } from './draft-message.js'
import { renderDocument, renderImage } from './render-media.js'
import { renderOpaque } from './render-opaque.js'
import { renderText } from './render-text.js'
import type { Rendering } from './rendering.js'

export function renderUserBlocks(blocks: readonly UserBlock[], rendering: Rendering): readonly DraftBlock[] {
  return blocks.flatMap((block) => renderBlock(block, rendering))
}

function renderBlock(block: UserBlock, rendering: Rendering): readonly DraftBlock[] {
  switch (block.type) {
    case 'text':
      return renderText(block, rendering)
    case 'image':
      return [renderImage(block, rendering)]
    case 'document':
      return [renderDocument(block, rendering)]
    case 'tool-result':
      return [renderToolResult(block, rendering)]
    case 'opaque':
      return renderOpaque(block.value, rendering)
    case 'audio':
      throw rendering.refused('audio', 'cannot be sent: Claude does not hear')
  }
}

function renderToolResult(block: ToolResultBlock, rendering: Rendering): ToolResultBlockParam {
  const content = block.content.flatMap((part) => renderResultPart(part, rendering))
  return {
    type: 'tool_result',
    tool_use_id: rendering.toolIds.result(block.callId),
    ...(content.length > 0 && { content }),
    ...(block.isError === true && { is_error: true }),
    ...renderCacheControl(block.cache),
  }
}

type ResultPart = Exclude<ToolResultBlockParam['content'], string | undefined>[number]

function renderResultPart(part: ToolResultBlock['content'][number], rendering: Rendering): readonly ResultPart[] {
  switch (part.type) {
    case 'text':
      return renderText(part, rendering)
    case 'image':
      return [renderImage(part, rendering)]
    case 'document':
      return [renderDocument(part, rendering)]
  }
}
