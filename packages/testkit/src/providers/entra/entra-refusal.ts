/** What Microsoft Entra ID says no with. */
export interface EntraRefusal {
  /** Of RFC 6749, RFC 8628 or Entra's own. */
  readonly error: string
  /** The number of `AADSTS…`. */
  readonly code: number
  readonly words?: string
  /** Default 400; 401 for `invalid_client`. */
  readonly status?: number
}

const id = '00000000-0000-4000-8000-000000000000'

export function refusalStatus({ error, status }: EntraRefusal): number {
  return status ?? (error === 'invalid_client' ? 401 : 400)
}

/** In its own shape: https://learn.microsoft.com/entra/identity-platform/reference-error-codes#handling-error-codes-in-your-application */
export function refusalResponse(refusal: EntraRefusal): Response {
  const { error, code, words = 'The request was refused.' } = refusal
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`
  const body = {
    error,
    error_description: `AADSTS${code}: ${words} Trace ID: ${id} Correlation ID: ${id} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: id,
    correlation_id: id,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  }
  return Response.json(body, { status: refusalStatus(refusal) })
}
