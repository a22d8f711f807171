import { CookieJar } from './cookie-jar.js'

export interface Walk {
  /** The address that the walk ended at. */
  readonly url: URL
  /** Of the last answer; undefined when `stopAt` ended the walk. */
  readonly response?: Response
}

const mostRedirects = 20

/**
 * Follows redirects as a browser does, with cookies. `stopAt` is asked before each address is visited.
 * @throws Error after 20 redirects
 */
export async function walkRedirects(start: URL, stopAt: (url: URL) => boolean = () => false): Promise<Walk> {
  const jars = new Map<string, CookieJar>()
  let url = start
  for (let step = 0; step <= mostRedirects; step += 1) {
    if (stopAt(url)) return { url }
    const jar = jars.get(url.host) ?? new CookieJar()
    jars.set(url.host, jar)
    const cookie = jar.header(url)
    const headers = { accept: 'text/html', ...(cookie === '' ? {} : { cookie }) }
    const response = await fetch(url, { redirect: 'manual', headers })
    jar.store(response.headers.getSetCookie())
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return { url, response }
    await response.body?.cancel()
    url = new URL(location, url)
  }
  throw new Error(`more than ${mostRedirects} redirects from ${start.origin}${start.pathname}`)
}
