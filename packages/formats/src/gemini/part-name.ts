import type { ObjectReader } from '../json/object-reader.js'

/** What can be beside the one member that says what a part is. */
const companions: ReadonlySet<string> = new Set([
  'thought',
  'thoughtSignature',
  'videoMetadata',
  'partMetadata',
  'mediaResolution',
  'mediaProcessing',
  'speechMetadata',
])

/** `executableCode`. Absent for a part that says nothing. */
export function partName(part: ObjectReader): string | undefined {
  return Object.keys(part.object).find((name) => !companions.has(name) && part.object[name] !== null)
}
