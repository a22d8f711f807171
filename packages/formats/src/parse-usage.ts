// What can be read of an answer without the rest of this package, which is large: `@ccproxy/formats/usage`.
import { parseUsage as anthropic } from './anthropic-messages/usage.js'
import { parseUsage as gemini } from './gemini/usage.js'
import { ObjectReader } from './json/object-reader.js'
import type { Usage } from './model/answer.js'
import type { Dialect } from './model/dialect.js'
import type { JsonObject } from './model/json.js'
import { parseUsage as chat } from './openai-chat/usage.js'
import { parseUsage as responses } from './openai-responses/parse-usage.js'

const parsers: Readonly<Record<Dialect, (usage: JsonObject) => Usage | undefined>> = {
  'anthropic-messages': anthropic,
  'openai-chat': (usage) => chat(new ObjectReader({ usage }, 502)),
  'openai-responses': (usage) => responses(new ObjectReader({ usage }, 502)),
  gemini: (usage) => gemini(new ObjectReader(usage, 502)),
}

/**
 * @param usage the member of that name of an answer or an event; in Gemini `usageMetadata`
 * @throws FormatError (502) when what should be a number is none
 */
export function parseUsage(dialect: Dialect, usage: JsonObject): Usage | undefined {
  return parsers[dialect](usage)
}
