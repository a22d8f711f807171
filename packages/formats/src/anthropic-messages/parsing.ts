import type { ObjectReader } from '../json/object-reader.js'

/** What parsers of parts share in one message of this dialect. */
export interface Parsing {
  /** Fields that have no neutral meaning, by path. */
  readonly extras: Map<string, unknown>
}

/** Keeps by name what nobody read. */
export function keepUnread(reader: ObjectReader, { extras }: Parsing): void {
  for (const [path, value] of reader.unread()) extras.set(path, value)
}
