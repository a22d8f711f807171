import { isJsonObject } from '../json/is-json-object.js'
import type { Opaque } from '../model/block.js'
import type { JsonObject } from '../model/json.js'
import type { Rendering } from './rendering.js'

/** What only this dialect has goes back as it came; what only another has is left out. */
export function renderOpaque({ dialect, json }: Opaque, rendering: Rendering): readonly JsonObject[] {
  if (dialect === 'anthropic-messages' && isJsonObject(json)) return [json]
  rendering.notes.drop('hostedTool')
  return []
}
