import type { NamedModel } from './named-model.js'

export interface ModelInPath extends NamedModel {
  /** The same call of another model. */
  pathFor(name: string): string
}

const call = /^(\/v1(?:alpha|beta)?\/(?:models|tunedModels)\/)(.+)(:[A-Za-z]+)$/

/** The model of a call in Gemini's way: `/v1beta/models/<model>:generateContent`. @param path raw, with the query */
export function modelInPath(path: string): ModelInPath | undefined {
  const end = path.indexOf('?')
  const query = end === -1 ? '' : path.slice(end)
  const [, prefix, written, method] = call.exec(end === -1 ? path : path.slice(0, end)) ?? []
  if (prefix === undefined || written === undefined || method === undefined) return undefined
  const name = decoded(written)
  const pathFor = (other: string): string => `${prefix}${encoded(other)}${method}${query}`
  return { name, pathFor, rename: (other) => (other === name ? {} : { path: pathFor(other) }) }
}

/** A slash would be one of the path. */
function encoded(model: string): string {
  return encodeURIComponent(model).replaceAll('%3A', ':').replaceAll('%40', '@')
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
