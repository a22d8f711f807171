import type { RecordedRequest } from '../../../upstream/recorded-request.js'

/** Name and value as they came, in order. */
export function sentHeaders({ rawHeaders }: RecordedRequest): readonly (readonly [name: string, value: string])[] {
  return rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ''] as const] : []))
}
