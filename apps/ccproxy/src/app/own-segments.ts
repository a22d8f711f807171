/** First path segments that belong to CCProxy; the manifest check keeps plugins from taking them as names. */
export const ownSegments: ReadonlySet<string> = new Set(['', 'auth', 'health', 'plugins'])
