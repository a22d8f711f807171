import type { CacheControlEphemeral } from '@anthropic-ai/sdk/resources/messages'
import type { ObjectReader } from '../json/object-reader.js'
import type { CacheMark } from '../model/block.js'

const secondsOf = { '5m': 300, '1h': 3600 } as const

/** The member `cache`, to be spread into a block. */
export function parseCacheControl(reader: ObjectReader): { readonly cache?: CacheMark } {
  const control = reader.optionalChild('cache_control')
  if (control === undefined) return {}
  const ttl = control.optionalOneOf('ttl', ['5m', '1h'])
  return { cache: ttl === undefined ? {} : { ttlSeconds: secondsOf[ttl] } }
}

/** The member `cache_control`, to be spread into a block. It knows two times: 5 minutes and an hour. */
export function renderCacheControl(cache: CacheMark | undefined): { cache_control?: CacheControlEphemeral } {
  if (cache === undefined) return {}
  if (cache.ttlSeconds === undefined) return { cache_control: { type: 'ephemeral' } }
  return { cache_control: { type: 'ephemeral', ttl: cache.ttlSeconds > secondsOf['5m'] ? '1h' : '5m' } }
}
