import type { StandardSchemaV1 } from '@standard-schema/spec'
import { CCProxyError } from '../errors/ccproxy-error.js'

function pathOf(issue: StandardSchemaV1.Issue): string {
  const keys = (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part))
  return keys.length === 0 ? 'settings' : keys.join('.')
}

/** @throws CCPROXY_PLUGIN_SETTINGS naming each key, never a value */
export async function parseSettings<Settings>(
  plugin: string,
  schema: StandardSchemaV1<unknown, Settings>,
  raw: unknown,
): Promise<Settings> {
  const result = await schema['~standard'].validate(raw ?? {})
  if (result.issues === undefined) return result.value
  const problems = result.issues.map((issue) => `${pathOf(issue)}: ${withoutValue(issue.message)}`)
  throw new CCProxyError('CCPROXY_PLUGIN_SETTINGS', `settings of ${plugin}: ${problems.join('; ')}`)
}

/** Schema libraries quote what they received, and it may be a secret. */
function withoutValue(message: string): string {
  return message.replace(/ but received .*$/s, '')
}
