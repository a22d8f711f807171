import type { ResponseStreamEvent } from 'openai/resources/responses/responses'
import type { JsonObject } from '../model/json.js'

type WithoutNumber<T> = T extends { readonly response: unknown } ? never : Omit<T, 'sequence_number'>

/** An event with the whole response in it. */
interface LifecycleEvent {
  readonly type:
    | 'response.created'
    | 'response.in_progress'
    | 'response.completed'
    | 'response.incomplete'
    | 'response.failed'
  readonly response: JsonObject
}

/** An event of a response that is not numbered yet. */
type ResponseEvent = WithoutNumber<ResponseStreamEvent> | LifecycleEvent

/** Takes each event at once: the items in it change afterwards. */
export type EmitResponseEvent = (event: ResponseEvent) => void

/** Where an item stands in the answer. */
export interface ItemPlace {
  readonly item_id: string
  readonly output_index: number
}
