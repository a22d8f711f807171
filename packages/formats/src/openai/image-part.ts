// Images, as both dialects of OpenAI name them.
import { FormatError } from '../format-error.js'
import { parseDataUrl, writeDataUrl } from '../media/data-url.js'
import type { ImageBlock, Media } from '../model/block.js'

/** @throws FormatError (400) when it is neither `https:` (or `http:`) nor a data URL */
export function parseImageUrl(url: string, path: string): Media {
  if (/^https?:/i.test(url)) return { kind: 'url', url }
  const media = parseDataUrl(url)
  if (media === undefined) throw new FormatError(400, `${path} must be an https: or data: URL`, path)
  return media
}

/** `original` (every pixel) is the neutral `high`. */
export function parseDetail(detail: string | undefined): ImageBlock['detail'] {
  if (detail === 'original') return 'high'
  return detail === 'low' || detail === 'high' || detail === 'auto' ? detail : undefined
}

/** Absent for an upload: Chat has no room for one. */
export function renderImageUrl(media: Media): string | undefined {
  if (media.kind === 'url') return media.url
  return media.kind === 'base64' ? writeDataUrl(media) : undefined
}
