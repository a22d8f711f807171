// Numbers that JavaScript cannot hold keep their digits: identifiers of 64 bits, long decimals, 1e400, -0. They are values of
// `JSON.rawJSON`, which `JSON.stringify` writes as they came. https://github.com/tc39/proposal-json-parse-with-source

declare global {
  interface JSON {
    rawJSON(text: string): { readonly rawJSON: string }
    isRawJSON(value: unknown): value is { readonly rawJSON: string }
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
    ): unknown
  }
}

/** What a number that loses something can look like; most texts have none, and this look costs little. */
const candidate = /[\d.]{16}|\d[eE][+-]?\d{3}|-0(?![.\d])/

/** @throws SyntaxError as `JSON.parse` */
export function parseExactly(text: string): unknown {
  return candidate.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text)
}

/** A number, exact or not; undefined: it is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  return JSON.isRawJSON(value) ? Number(value.rawJSON) : undefined
}

function keepDigits(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined || decimalOf(source) === decimalOf(String(value))) return value
  return JSON.rawJSON(source)
}

/** The same for numbers that are equal: sign, digits without zeros around them, exponent of ten. */
function decimalOf(text: string): string {
  const [, sign = '', whole, fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (whole === undefined) return text
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  const zeros = digits.length - significant.length
  return significant === '' ? `${sign}0` : `${sign}${significant}e${Number(exponent) - fraction.length + zeros}`
}
