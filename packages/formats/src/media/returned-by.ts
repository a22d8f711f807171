/** Says of media that could not stay in the result of a call whose they are. */
export function returnedBy(callId: string): string {
  return `Returned by the tool call ${callId}:`
}
