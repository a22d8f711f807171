import { FormatError } from '../format-error.js'
import type { ObjectReader } from '../json/object-reader.js'

const fields: Readonly<Record<string, string>> = {
  previous_response_id: 'send the whole conversation in input',
  conversation: 'send the whole conversation in input',
  prompt: 'send instructions and input instead of a stored prompt',
}

/** What only OpenAI can look up: another provider would answer to a part of the conversation. @throws FormatError (400) */
export function refuseServerState(reader: ObjectReader): void {
  for (const [name, instead] of Object.entries(fields)) {
    if (reader.any(name) === undefined) continue
    reader.fail(name, `refers to what OpenAI stores, which the provider of this model cannot read: ${instead}`)
  }
  if (reader.object['background'] === true) {
    reader.fail('background', 'is not possible with the provider of this model: leave it out')
  }
}

/** Items of `input` that stand for others. @throws FormatError (400) for one of them */
export function refuseStoredItem(type: string, path: string): void {
  if (type === 'item_reference') {
    throw new FormatError(
      400,
      `${path} refers to an item that OpenAI stores, which the provider of this model cannot read: send the item itself`,
      path,
    )
  }
  if (type === 'compaction' || type === 'compaction_trigger') {
    throw new FormatError(
      400,
      `${path} is a ${type}, which only OpenAI can read: send the items that it stands for`,
      path,
    )
  }
}
