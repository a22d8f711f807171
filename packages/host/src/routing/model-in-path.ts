import { geminiCall } from './gemini-call.js'
import type { NamedModel } from './named-model.js'

export interface ModelInPath extends NamedModel {
  /** The same call of another model. */
  pathFor(name: string): string
}

/** The model of a call in Gemini's way: `/v1beta/models/<model>:generateContent`. @param path raw, with the query */
export function modelInPath(path: string): ModelInPath | undefined {
  const end = path.indexOf('?')
  const query = end === -1 ? '' : path.slice(end)
  const call = geminiCall(end === -1 ? path : path.slice(0, end))
  if (call === undefined) return undefined
  const { version, collection, method } = call
  const name = decoded(call.model)
  const pathFor = (other: string): string => `${version}${collection}/${encoded(other)}:${method}${query}`
  return { name, pathFor, rename: (other) => (other === name ? {} : { path: pathFor(other) }) }
}

/** A slash would be one of the path. */
function encoded(model: string): string {
  return encodeURIComponent(model.toWellFormed()).replaceAll('%3A', ':').replaceAll('%40', '@')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
