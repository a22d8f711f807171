/** Members that are new with every answer, or signed. */
const ownWords: ReadonlySet<string> = new Set([
  'id',
  'call_id',
  'item_id',
  'tool_call_id',
  'tool_use_id',
  'toolCallId',
  'responseId',
  'created',
  'created_at',
  'completed_at',
  'timestamp',
  'signature',
  'data',
])

/** Proofs that their maker reads alone, where a dialect may have them or not, on one part or another. */
const seals: ReadonlySet<string> = new Set([
  'encrypted_content',
  'reasoning_details',
  'thoughtSignature',
  'providerMetadata',
  'providerOptions',
])

/**
 * The object as JSON has it, without ids and seals. Of counts, one that is 0 and one that nobody named are the same.
 */
export function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, alike) ?? 'null')
}

function alike(key: string, member: unknown): unknown {
  if (seals.has(key)) return undefined
  if (Array.isArray(member)) return member.filter((item: unknown) => !isCarrier(item))
  if (ownWords.has(key) && typeof member !== 'object') return `some ${key}`
  return /usage/i.test(key) ? counted(member) : member
}

/** A part that is there only to carry a seal which the dialect has no other room for. */
function isCarrier(item: unknown): boolean {
  if (typeof item !== 'object' || item === null || !('type' in item)) return false
  if (item.type === 'redacted_thinking') return 'data' in item && isEnvelope(item.data)
  if (item.type === 'reasoning' && 'text' in item) return item.text === ''
  if (item.type !== 'reasoning' || !('encrypted_content' in item)) return false
  return (
    'summary' in item && Array.isArray(item.summary) && item.summary.length === 0 && isEnvelope(item.encrypted_content)
  )
}

function isEnvelope(value: unknown): boolean {
  return typeof value === 'string' && value.startsWith('ccp-seal-1.')
}

function counted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value === 0 || value === null ? undefined : value
  const members = Object.entries(value)
    .map(([key, member]: [string, unknown]) => [key, counted(member)] as const)
    .filter(([, member]) => member !== undefined)
  return members.length === 0 ? undefined : Object.fromEntries(members)
}
