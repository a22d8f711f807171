import type { ObjectReader } from '../json/object-reader.js'
import type { CacheMark } from '../model/block.js'

const secondsOf: Readonly<Record<string, number>> = { '5m': 300, '30m': 1800, '1h': 3600, '12h': 43_200 }

/** A mark on a part: OpenAI's own, or the one of Anthropic that providers like OpenRouter take in Chat. */
export function parseCacheMark(part: ObjectReader): CacheMark | undefined {
  const mark = part.optionalChild('prompt_cache_breakpoint') ?? part.optionalChild('cache_control')
  if (mark === undefined) return undefined
  const ttlSeconds = secondsOf[mark.optionalString('ttl') ?? '']
  return ttlSeconds === undefined ? {} : { ttlSeconds }
}
