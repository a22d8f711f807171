// What Google's models take, by their names: the API answers 400 to a parameter that a model does not know.

export interface ModelTraits {
  readonly canThink: boolean
  /** `thinkingLevel`, from Gemini 3 on; before it `thinkingBudget`. */
  readonly takesLevels: boolean
  /** Of `thinkingBudget`. */
  readonly minBudget: number
  readonly maxBudget: number
  /** A call in the last turn needs a signature. */
  readonly checksSignatures: boolean
  /** A JSON schema for the answer beside functions; before Gemini 3 the API answers 400. */
  readonly takesSchemaWithTools: boolean
  /** `thinkingLevel`: those that it takes, from the least. */
  readonly levels: readonly ThinkingLevelName[]
  /** Results of functions may hold pictures and files. */
  readonly takesResultMedia: boolean
}

export type ThinkingLevelName = 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH'

/**
 * Levels by version, as of 2026-12: https://ai.google.dev/gemini-api/docs/thinking and
 * https://docs.cloud.google.com/vertex-ai/generative-ai/docs/thinking. A model that is newer than the table is taken for the
 * newest one of its kind.
 */
function levelsOf(version: number, isPro: boolean): readonly ThinkingLevelName[] {
  if (!isPro) return ['MINIMAL', 'LOW', 'MEDIUM', 'HIGH']
  return version < 3.1 ? ['LOW', 'HIGH'] : ['LOW', 'MEDIUM', 'HIGH']
}

/** Names without a number (`gemini-flash-latest`) are of the newest. */
export function modelTraits(model: string): ModelTraits {
  const [, major = '3', minor = '0'] = /gemini-(\d+)(?:\.(\d+))?/i.exec(model) ?? []
  const version = Number(`${major}.${minor}`)
  const isNew = version >= 3
  const isPro = /pro/i.test(model)
  return {
    canThink: version >= 2.5 && !/gemma/i.test(model),
    takesLevels: isNew,
    minBudget: isPro ? 128 : 0,
    maxBudget: isPro ? 32_768 : 24_576,
    checksSignatures: isNew,
    takesResultMedia: isNew,
    takesSchemaWithTools: isNew,
    levels: levelsOf(version, isPro),
  }
}
