/**
 * Loads what `Passage` imports when it is needed. Whoever serves does so before a request has to wait for it, and before
 * an update of the program takes the files away under it. Never rejects: a request that needs it says what is wrong.
 */
export async function loadTranslation(): Promise<void> {
  await Promise.allSettled([
    import('./translate-exchange.js'),
    import('./foreign-seals.js'),
    import('./forced-stream.js'),
  ])
}
