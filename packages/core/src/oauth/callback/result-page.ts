// The pages that the browser sees at the end. Static: nothing of a request ever gets into them.
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'

export type ResultPage = 'received' | 'failed' | 'closed' | 'ignored' | 'used'

const texts: Readonly<Record<ResultPage, readonly [status: number, title: string, text: string]>> = {
  received: [200, 'Answer received', 'You can close this tab. The terminal says whether the sign-in is complete.'],
  failed: [200, 'Not signed in', 'You can close this tab. The terminal says what happened.'],
  closed: [410, 'Nothing to do here', 'This sign-in has been answered already. You can close this tab.'],
  used: [410, 'Used already', 'This address works once. Follow the one in the terminal.'],
  ignored: [400, 'Not for this sign-in', 'This answer belongs to another attempt. Follow the address in the terminal.'],
}

const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1.5rem}h1{font-size:1.25rem}'
const styleHash = createHash('sha256').update(style).digest('base64')

const headers: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  connection: 'close',
}

export function sendPage(response: ServerResponse, page: ResultPage): void {
  const [status, title, text] = texts[page]
  response.writeHead(status, headers)
  response.end(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><style>${style}</style><h1>${title}</h1><p>${text}</p></html>\n`,
  )
}

/** For what no browser of the person's comes to see. */
export function sendStatus(
  response: ServerResponse,
  status: number,
  extra: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'content-type': 'text/plain; charset=utf-8', ...extra })
  response.end()
}

/** 303, so that the address in the history of the browser has no query. */
export function sendOn(response: ServerResponse, location: string): void {
  sendStatus(response, 303, { location })
}
