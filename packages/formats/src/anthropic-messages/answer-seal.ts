import type { RedactedThinkingBlock, ThinkingBlock } from '@anthropic-ai/sdk/resources/messages'
import type { Seal } from '../model/block.js'
import { encodeSeal } from '../seal/encode-seal.js'

/** A seal without a text to show: hidden thoughts, or those of another dialect that travel through a client of this one. */
export function hiddenThinking(seal: Seal, isRedacted: boolean): ThinkingBlock | RedactedThinkingBlock {
  const data = encodeSeal(seal, 'anthropic-messages')
  const isOwnEmpty = seal.origin === 'anthropic-messages' && !isRedacted && seal.isRedacted !== true
  return isOwnEmpty ? { type: 'thinking', thinking: '', signature: data } : { type: 'redacted_thinking', data }
}
