// What the browser got from a server, also what it kept from the page that had asked.
import type { BrowserContext, Page } from 'playwright-core'

interface BrowserAnswer {
  readonly status: number
  /** Lower-cased names, as they were on the wire. Empty for the handshake of a WebSocket, which is told in words only. */
  readonly headerNames: readonly string[]
}

/** @returns the answers until now to requests of this page for that address */
export type AnswersTo = (target: string) => readonly BrowserAnswer[]

export async function watchAnswers(context: BrowserContext, page: Page): Promise<AnswersTo> {
  const session = await context.newCDPSession(page)
  const urls = new Map<string, string>()
  const answers: (BrowserAnswer & { readonly requestId: string })[] = []
  session.on('Network.requestWillBeSent', ({ requestId, request }) => urls.set(requestId, request.url))
  session.on('Network.webSocketCreated', ({ requestId, url }) => urls.set(requestId, url.replace(/^ws/, 'http')))
  // Told apart from what the page may see: CORS keeps most of this from it.
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
    answers.push({ requestId, status: statusCode, headerNames: Object.keys(headers).map((name) => name.toLowerCase()) })
  })
  session.on('Network.webSocketFrameError', ({ requestId, errorMessage }) => {
    const [, status] = /response code: (\d+)/.exec(errorMessage) ?? []
    if (status !== undefined) answers.push({ requestId, status: Number(status), headerNames: [] })
  })
  await session.send('Network.enable')
  return (target) => answers.filter(({ requestId }) => urls.get(requestId) === target)
}
