import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * Asks the client for a body that it holds back (`Expect: 100-continue`) once somebody begins to read it. When nobody
 * does, the connection ends with the answer: the client may send the body all the same, or the next request in its place.
 */
export function continueWhenWanted(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { shouldKeepAlive } = outgoing
  outgoing.shouldKeepAlive = false
  const onListener = (event: string | symbol): void => {
    if (event !== 'data' && event !== 'readable') return
    incoming.off('newListener', onListener)
    if (outgoing.headersSent) return
    outgoing.shouldKeepAlive = shouldKeepAlive
    outgoing.writeContinue()
  }
  incoming.on('newListener', onListener)
}
