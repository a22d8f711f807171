import { isJsonObject } from '@ccproxy/formats/json'

/**
 * The member of that name with the fewest brackets around it; of several the last. What a model said in the arguments of a
 * call lies deeper than what a provider says of its answer.
 * @param maximumDepth brackets that may be around it
 */
export function shallowestMember<Value>(
  document: unknown,
  name: string,
  isWanted: (value: unknown) => value is Value,
  maximumDepth: number,
): Value | undefined {
  let level: readonly unknown[] = [document]
  for (let depth = 1; ; depth += 1) {
    let found: Value | undefined
    for (const container of level) {
      const value = isJsonObject(container) ? container[name] : undefined
      if (isWanted(value)) found = value
    }
    if (found !== undefined || depth === maximumDepth) return found
    level = level.flatMap(contentsOf)
  }
}

function contentsOf(container: unknown): readonly unknown[] {
  if (isJsonObject(container)) return Object.values(container)
  return Array.isArray(container) ? container : []
}
