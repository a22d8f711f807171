/** At most the first 4 and last 4 characters; a secret too short to hide behind them shows none. */
export function maskSecret(secret: string): string {
  if (secret === '') return ''
  return secret.length < 24 ? '…' : `${secret.slice(0, 4)}…${secret.slice(-4)}`
}
