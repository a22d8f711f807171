import { readdirSync, readFileSync } from 'node:fs'
import type { WireRequest } from '../codec.js'
import { codecs } from '../codecs.js'
import { ObjectReader } from '../json/object-reader.js'
import { parseJsonObject } from '../json/parse-json-object.js'
import type { Dialect } from '../model/dialect.js'

/** What a real agent sent, with shortened texts. */
export interface RecordedRequest {
  /** Of its file. */
  readonly name: string
  readonly dialect: Dialect
  readonly request: WireRequest
}

const folder = new URL('./clients/', import.meta.url)

export function recordedRequests(): readonly RecordedRequest[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
  return files.map((file) => {
    const recording = new ObjectReader(parseJsonObject(readFileSync(new URL(file, folder), 'utf8')) ?? {}, 400)
    const dialect = recording.string('dialect')
    if (!isDialect(dialect)) throw new TypeError(`${file} is of no dialect`)
    const request = { path: recording.string('path'), body: recording.child('body').object }
    return { name: file.slice(0, -'.json'.length), dialect, request }
  })
}

function isDialect(name: string): name is Dialect {
  return Object.hasOwn(codecs, name)
}
