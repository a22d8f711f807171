import type { ObjectReader } from '../json/object-reader.js'
import { parseJson } from '../json/parse-json.js'
import type { AnswerEmitter } from '../stream/answer-emitter.js'
import { newToolId } from '../tool-ids/new-tool-id.js'
import { argumentsText } from './parse-tool-calls.js'

interface StreamCall {
  /** As the server counts; some do not, or give every call the same. */
  readonly place: number | undefined
  givenId: string | undefined
  isFreeForm: boolean
  /** Arguments so far. */
  json: string
  /** The block, as soon as the call has a name. */
  block?: number
}

interface CallDelta {
  readonly place: number | undefined
  readonly id: string | undefined
  readonly name: string
  readonly text: string
  readonly isFreeForm: boolean
}

/** The calls of a stream, which may come interleaved: each is known by its place, or by its id. */
export class StreamToolCalls {
  readonly #answer: AnswerEmitter
  readonly #beforeCall: () => void
  readonly #calls: StreamCall[] = []

  /** @param beforeCall is called before a call begins a block */
  constructor(answer: AnswerEmitter, beforeCall: () => void) {
    this.#answer = answer
    this.#beforeCall = beforeCall
  }

  /** Calls that have a name. */
  get count(): number {
    return this.#calls.filter(({ block }) => block !== undefined).length
  }

  read(delta: ObjectReader): void {
    const custom = delta.optionalChild('custom')
    const called = custom ?? delta.optionalChild('function')
    const name = called?.optionalString('name') ?? ''
    const text = custom?.optionalString('input') ?? argumentsText(called?.any('arguments'))
    const id = delta.optionalString('id') || undefined
    const place = delta.optionalNumber('index')
    this.#append(this.#find({ place, id, name, text, isFreeForm: custom !== undefined }, delta), name, text)
  }

  /** The form of calls before there were several. */
  readLegacy(delta: ObjectReader): void {
    const name = delta.optionalString('name') ?? ''
    const text = argumentsText(delta.any('arguments'))
    this.#append(this.#find({ place: 0, id: undefined, name, text, isFreeForm: false }, delta), name, text)
  }

  /** The message is over. */
  stop(): void {
    for (const call of this.#calls) this.#stopCall(call)
  }

  /** @throws FormatError (502) when the call before it is cut */
  #find({ place, id, name, text, isFreeForm }: CallDelta, delta: ObjectReader): StreamCall {
    const known = this.#calls.findLast((call) => (place === undefined ? matchesId(call, id) : call.place === place))
    const isAnother = known !== undefined && id !== undefined && known.givenId !== undefined && known.givenId !== id
    // Where nothing else tells calls apart, a name and arguments after a call that is whole begin the next one.
    const isNext = id === undefined && name !== '' && text !== '' && text !== known?.json && isWhole(known)
    if (known !== undefined && !(isAnother && name !== '') && !isNext) {
      known.givenId ??= id
      return known
    }
    const isCut = isAnother && known.json !== '' && !known.isFreeForm && !isWhole(known)
    if (isCut) return delta.fail('id', 'begins another call before the arguments of the first are complete')
    const call: StreamCall = { place, givenId: id, isFreeForm, json: '' }
    this.#calls.push(call)
    return call
  }

  #append(call: StreamCall, name: string, text: string): void {
    if (call.block === undefined && name !== '') this.#begin(call, name)
    // Some servers repeat all of the arguments at the end.
    if (text === call.json && isWhole(call)) return
    call.json += text
    if (call.block !== undefined) this.#answer.delta(call.block, text)
  }

  /** What came before the name follows it. */
  #begin(call: StreamCall, name: string): void {
    this.#beforeCall()
    for (const other of this.#calls) if (isWhole(other)) this.#stopCall(other)
    const id = call.givenId ?? newToolId('call_')
    call.block = this.#answer.open({ type: 'tool-call', id, name, ...(call.isFreeForm && { isFreeForm: true }) })
    this.#answer.delta(call.block, call.json)
  }

  #stopCall(call: StreamCall): void {
    if (call.block === undefined || !this.#answer.isOpen(call.block)) return
    if (call.json.trim() === '' && !call.isFreeForm) this.#answer.delta(call.block, '{}')
    this.#answer.stop(call.block)
  }
}

function matchesId({ givenId }: StreamCall, id: string | undefined): boolean {
  return id === undefined || givenId === id
}

/** Its arguments are complete, so that nothing of it can follow. */
function isWhole(call: StreamCall | undefined): boolean {
  return call !== undefined && !call.isFreeForm && call.json !== '' && parseJson(call.json) !== undefined
}
