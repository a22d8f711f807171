// Looks for secrets in what a program has put out, also in the forms in which they slip through.

export interface SecretFinding {
  /** Place of the secret in the list that was given; the secret itself is not repeated. */
  readonly index: number
  readonly form: 'plain' | 'base64' | 'base64url' | 'hex' | 'url-encoded' | 'json-escaped'
  /** Where it begins in the text. */
  readonly offset: number
}

const shortest = 6

/** @throws RangeError for a secret that is so short that it would be found by chance */
export function findSecrets(text: string, secrets: readonly string[]): SecretFinding[] {
  return secrets.flatMap((secret, index) => {
    if (secret.length < shortest) throw new RangeError(`secret ${index} has fewer than ${shortest} characters`)
    const findings = new Map<string, SecretFinding>()
    for (const [form, needle] of formsOf(secret)) {
      const offset = text.indexOf(needle)
      // Most secrets look the same in several forms: the first names it.
      if (offset !== -1 && !findings.has(needle)) findings.set(needle, { index, form, offset })
    }
    return [...findings.values()]
  })
}

/** @throws Error that names every place and form, and no secret */
export function assertNoSecrets(captured: Readonly<Record<string, string>>, secrets: readonly string[]): void {
  const places = Object.entries(captured).flatMap(([name, text]) =>
    findSecrets(text, secrets).map(({ index, form, offset }) => `${name} at ${offset}: secret ${index} (${form})`),
  )
  if (places.length > 0) throw new Error(`secrets were put out:\n${places.join('\n')}`)
}

function* formsOf(secret: string): Generator<readonly [SecretFinding['form'], string]> {
  yield ['plain', secret]
  yield ['json-escaped', JSON.stringify(secret).slice(1, -1)]
  yield ['url-encoded', encodeURIComponent(secret)]
  yield ['url-encoded', new URLSearchParams({ '': secret }).toString().slice(1)]
  yield ['hex', Buffer.from(secret).toString('hex')]
  for (const encoded of base64Cores(secret)) {
    yield ['base64', encoded]
    yield ['base64url', encoded.replaceAll('+', '-').replaceAll('/', '_')]
  }
}

/** Base64 of a longer text shows a secret in it in one of three shapes; the edges depend on the neighbours and are cut off. */
function base64Cores(secret: string): string[] {
  return [0, 1, 2].map((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)])
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3))
    return whole.toString('base64').slice(before === 0 ? 0 : 4)
  })
}
