export interface NumberToken {
  readonly token: string
  /** How many brackets are open around it. */
  readonly depth: number
}

const number = /[\d.eE+-]+/y

/** The numbers of a JSON text, as they are written. Strings, which are most of a text, are jumped over. */
export function* numberTokens(text: string): Generator<NumberToken> {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case 0x22: // "
        at = endOfString(text, at)
        break
      case 0x5b: // [
      case 0x7b: // {
        depth++
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
        break
      case 0x2d: // -
      case 0x30: // 0 and so on
      case 0x31:
      case 0x32:
      case 0x33:
      case 0x34:
      case 0x35:
      case 0x36:
      case 0x37:
      case 0x38:
      case 0x39: {
        const token = tokenAt(text, at)
        yield { token, depth }
        at += token.length - 1
      }
    }
  }
}

function tokenAt(text: string, at: number): string {
  number.lastIndex = at
  return number.exec(text)?.[0] ?? ''
}

/** Where the closing quote stands; of a text that is no JSON, its end. */
function endOfString(text: string, open: number): number {
  let close = text.indexOf('"', open + 1)
  while (close !== -1 && isEscaped(text, close)) close = text.indexOf('"', close + 1)
  return close === -1 ? text.length : close
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes++
  return slashes % 2 === 1
}
