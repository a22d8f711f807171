import type { ServerResponse } from 'node:http'

// So that an end that we made is not recorded as one that the client made.
const cut = new WeakSet<ServerResponse>()

export const wasCut = (response: ServerResponse): boolean => cut.has(response)

/** Ends the connection in the middle. `reset`: with RST, which the client sees as ECONNRESET; else with FIN. */
export function cutConnection(response: ServerResponse, how: 'end' | 'reset'): void {
  cut.add(response)
  const { socket } = response
  if (how === 'reset' && socket !== null && 'resetAndDestroy' in socket) socket.resetAndDestroy()
  else if (how === 'end' && socket !== null) socket.end(() => socket.destroy())
  else response.destroy()
}
