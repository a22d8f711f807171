import type { Media } from '../model/block.js'

const pattern = /^data:([^;,]*)((?:;[^;,]*)*),/i

/** Absent (`undefined`) when it is no data URL, or one whose content cannot be read. */
export function parseDataUrl(url: string): Extract<Media, { kind: 'base64' }> | undefined {
  const match = pattern.exec(url.slice(0, 1024))
  if (match === null) return undefined
  const [head, mediaType = '', parameters = ''] = match
  const content = url.slice(head.length)
  const isBase64 = /;base64$/i.test(parameters)
  const data = isBase64 ? content : encodePercent(content)
  return data === undefined ? undefined : { kind: 'base64', mediaType: mediaType || 'text/plain', data }
}

export function writeDataUrl({ mediaType, data }: Extract<Media, { kind: 'base64' }>): string {
  return `data:${mediaType};base64,${data}`
}

function encodePercent(content: string): string | undefined {
  try {
    return Buffer.from(decodeURIComponent(content)).toString('base64')
  } catch {
    return undefined
  }
}
