const tiers: readonly string[] = ['auto', 'default', 'flex', 'scale', 'priority', 'fast', 'ultrafast']

/** Tiers of other providers have other names, and mean other contracts. */
export function isServiceTier(tier: string): boolean {
  return tiers.includes(tier)
}
