import type { HeaderEdits } from '@ccproxy/core'
import type { RequestBody } from '../transport/request-body.js'

/** What a request is after another model was named in it; absent: as before. */
interface RenamedRequest {
  readonly path?: string
  readonly headerEdits?: HeaderEdits
}

/** The model that a request names, and where. */
export interface NamedModel {
  readonly name: string
  /** Names another one and leaves every other byte as it is. @param body not read or changed before by anybody else */
  rename(name: string, body: RequestBody): RenamedRequest
}
