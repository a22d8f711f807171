const quote = 0x22
const backslash = 0x5c
const lineFeed = 0x0a
const space = 0x20
const colon = 0x3a

export interface WantedMember {
  /** The key, with its quotes. */
  readonly key: Buffer
  /** The first byte of its value: `{` or `"`. */
  readonly opening: number
}

/**
 * Where a member of a JSON object begins, found without parsing. Text in a string cannot be taken for one, as its quotes have
 * a backslash before them.
 * @param before the byte before the first one
 * @returns the index of the key's first quote, also where the end of the bytes cuts it off from its value; -1: there is none
 */
export function findMember(bytes: Buffer, from: number, wanted: WantedMember, before: number): number {
  const { key } = wanted
  for (let at = bytes.indexOf(key, from); at !== -1; at = bytes.indexOf(key, at + key.length))
    if (!isEscaped(bytes, at, before) && mayHold(bytes, at + key.length, wanted)) return at
  return bytes[bytes.length - 1] === lineFeed ? -1 : findStart(bytes, from, key, before)
}

/** A key that the next bytes complete. Only its first byte and its last are quotes. */
function findStart(bytes: Buffer, from: number, key: Buffer, before: number): number {
  const at = bytes.lastIndexOf(quote)
  if (at < Math.max(from, bytes.length - key.length + 1) || isEscaped(bytes, at, before)) return -1
  return bytes.compare(key, 0, bytes.length - at, at) === 0 ? at : -1
}

function mayHold(bytes: Buffer, from: number, { opening }: WantedMember): boolean {
  const separator = skipBlanks(bytes, from)
  if (separator === bytes.length) return true
  const value = skipBlanks(bytes, separator + 1)
  return bytes[separator] === colon && (value === bytes.length || bytes[value] === opening)
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && (bytes[at] ?? 0) <= space) at += 1
  return at
}

function isEscaped(bytes: Buffer, at: number, before: number): boolean {
  return (at === 0 ? before : bytes[at - 1]) === backslash
}
