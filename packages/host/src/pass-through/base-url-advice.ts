// A base URL that is nearly right: what the path of a request says about it.

const openaiEndpoint =
  /^\/(?:chat\/completions|completions|responses|embeddings|models|images|audio|files|batches|moderations)(?:[/?]|$)/
const geminiEndpoint = /^\/models\/[^/?]+:\w+(?:[?]|$)/

/**
 * @param path of the request, after the provider's name where it names a provider; with or without the query
 * @param providers names of the running providers
 * @returns what the base URL of the client must be; undefined: the path says nothing about it
 */
export function baseUrlAdvice(path: string, providers: Iterable<string> = []): string | undefined {
  const end = path.indexOf('?')
  const plain = end === -1 ? path : path.slice(0, end)
  if (plain.includes('//')) return 'Leave out the slash at the end of the base URL: this client adds one by itself.'
  if (/^\/v1(?:beta|alpha)?\/v1(?:beta|alpha)?(?:\/|$)/.test(plain))
    return 'Leave out the version (/v1) at the end of the base URL: this client adds it by itself.'
  if (geminiEndpoint.test(plain)) return 'Add /v1beta to the end of the base URL: this client does not add it.'
  if (openaiEndpoint.test(plain) || /^\/messages(?:\/|$)/.test(plain))
    return 'Add /v1 to the end of the base URL: this client does not add it.'
  const [, version = '', name = '', rest = ''] = /^(\/v1(?:beta|alpha)?)\/([^/]+)(\/.*)?$/.exec(plain) ?? []
  if (rest !== '' && [...providers].includes(name))
    return `Put the provider before the version: the base URL must end with /${name}${version}, or with /${name} for a client that adds the version by itself.`
  return undefined
}
