/** As much of a browser's cookie store as a sign-in needs: names, values, paths and removal. One host only. */
export class CookieJar {
  readonly #cookies = new Map<string, { readonly name: string; readonly value: string; readonly path: string }>()

  /** Takes the `set-cookie` lines of an answer. */
  store(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const name = pair.slice(0, pair.indexOf('='))
      const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/'
      const value = pair.slice(pair.indexOf('=') + 1)
      if (value === '' || attributes.some((attribute) => /^expires=Thu, 01 Jan 1970/i.test(attribute))) {
        this.#cookies.delete(`${path} ${name}`)
      } else {
        this.#cookies.set(`${path} ${name}`, { name, value, path })
      }
    }
  }

  /** The `cookie` header for an address; empty when there is none. */
  header({ pathname }: URL): string {
    return [...this.#cookies.values()]
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }
}
