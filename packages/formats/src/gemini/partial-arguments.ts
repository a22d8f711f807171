// Arguments of a call that come in pieces, each with its place: `streamFunctionCallArguments` of Vertex.
// https://googleapis.github.io/js-genai/release_docs/interfaces/types.PartialArg.html
import { isJsonObject } from '../json/is-json-object.js'
import type { ObjectReader } from '../json/object-reader.js'

type Step = string | number

/** An object or an array that is written and not closed yet. */
interface OpenContainer {
  /** Members of an object so far. Absent: an array. */
  readonly names: Set<string> | undefined
  /** Members so far. */
  length: number
  /** The one that is being written. */
  current: Step | undefined
}

/** Writes the arguments as JSON text while they come, in the order in which the model writes them. */
export class PartialArguments {
  readonly #open: OpenContainer[] = []
  /** The place of a string that may go on. */
  #string: string | undefined

  /**
   * @returns the text that follows
   * @throws FormatError (502) for a place that is none, or one that was written before
   */
  add(call: ObjectReader): string {
    const whole = call.any('args')
    let text = ''
    if (isJsonObject(whole)) for (const [name, value] of Object.entries(whole)) text += this.#put([name], value, call)
    for (const piece of call.optionalChildren('partialArgs')) {
      const steps = stepsOf(piece.string('jsonPath')) ?? piece.fail('jsonPath', 'must be a path to one value')
      const value = valueOf(piece)
      if (value !== undefined) text += this.#put(steps, value, piece)
    }
    return text
  }

  /** The call is whole. @returns the text that closes it */
  end(): string {
    return this.#open.length === 0 ? '{}' : this.#closeString() + this.#closeTo(0)
  }

  #put(steps: readonly Step[], value: unknown, piece: ObjectReader): string {
    const place = JSON.stringify(steps)
    if (this.#string === place && typeof value === 'string') return JSON.stringify(value).slice(1, -1)
    let text = this.#closeString()
    if (this.#open.length === 0) text += this.#begin('')
    for (const [depth, step] of steps.entries()) {
      const isLast = depth === steps.length - 1
      if (!isLast && this.#open[depth]?.current === step && this.#open.length > depth + 1) continue
      text += this.#closeTo(depth + 1) + this.#member(step, piece)
      if (!isLast) text += this.#begin(steps[depth + 1])
    }
    if (typeof value !== 'string') return text + JSON.stringify(value)
    this.#string = place
    return text + JSON.stringify(value).slice(0, -1)
  }

  /** @param firstStep tells what it is */
  #begin(firstStep: Step | undefined): string {
    const isArray = typeof firstStep === 'number'
    this.#open.push({ names: isArray ? undefined : new Set(), length: 0, current: undefined })
    return isArray ? '[' : '{'
  }

  /** What stands before a value of the container that is open. */
  #member(step: Step, piece: ObjectReader): string {
    const container = this.#open.at(-1)
    const isNext =
      typeof step === 'number'
        ? container?.names === undefined && container?.length === step
        : container?.names?.has(step) === false
    if (container === undefined || !isNext) {
      return piece.fail('jsonPath', 'must follow what came before: arguments that were sent cannot be changed')
    }
    container.current = step
    const comma = container.length++ === 0 ? '' : ','
    if (typeof step === 'number') return comma
    container.names?.add(step)
    return `${comma}${JSON.stringify(step)}:`
  }

  #closeString(): string {
    if (this.#string === undefined) return ''
    this.#string = undefined
    return '"'
  }

  #closeTo(depth: number): string {
    return this.#open
      .splice(depth)
      .toReversed()
      .map(({ names }) => (names === undefined ? ']' : '}'))
      .join('')
  }
}

/** undefined: the piece only says that its place is done. */
function valueOf(piece: ObjectReader): unknown {
  const { object } = piece
  if (object['nullValue'] !== undefined) return null
  return piece.optionalString('stringValue') ?? object['numberValue'] ?? piece.optionalBoolean('boolValue')
}

/** RFC 9535, as far as it names one place: `$.a.b[0]['c d']`. */
function stepsOf(path: string): readonly Step[] | undefined {
  if (!path.startsWith('$')) return undefined
  const steps: Step[] = []
  const pattern = /\.([^.[\]]+)|\[(\d+)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/y
  pattern.lastIndex = 1
  while (pattern.lastIndex < path.length) {
    const [, name, index, single, double] = pattern.exec(path) ?? []
    const quoted = single ?? double
    if (name !== undefined) steps.push(name)
    else if (index !== undefined) steps.push(Number(index))
    else if (quoted !== undefined) steps.push(quoted.replaceAll(/\\(.)/g, '$1'))
    else return undefined
  }
  return typeof steps[0] === 'string' ? steps : undefined
}
