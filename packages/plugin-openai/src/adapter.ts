import { bearer, type HeaderEdits, openaiCompatible, type ProviderAdapter } from '@ccproxy/core'
import type { BilledTo } from './config.js'

export function createAdapter({ organization, project }: BilledTo): ProviderAdapter {
  const billedTo: HeaderEdits = {
    ...(organization !== undefined && { 'openai-organization': organization }),
    ...(project !== undefined && { 'openai-project': project }),
  }
  return {
    ...openaiCompatible(),
    prepare: (input) => ({ headers: { ...bearer(input).headers, ...billedTo } }),
  }
}
