/** @throws Error that says `what` happened, when the work takes longer */
export async function withinTime<Result>(work: Promise<Result>, limitMs: number, what: string): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const limit = setTimeout(() => reject(new Error(`${what} within ${limitMs} ms`)), limitMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(limit)
  }
}
