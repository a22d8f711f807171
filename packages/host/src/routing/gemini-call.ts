/** A call in Gemini's way: its path names the model and the method. */
export interface GeminiCall {
  /** `/v1beta/` */
  readonly version: string
  readonly collection: 'models' | 'tunedModels'
  /** As it stands in the path; may have slashes and colons. */
  readonly model: string
  readonly method: string
}

const call = /^(\/v1(?:alpha|beta)?\/)(models|tunedModels)\/(.+):([A-Za-z]+)$/
/** Vercel's SDK leaves out `models/` before a name with a slash. Only calls that nothing else there is called like. */
const bareCall =
  /^(\/v1(?:alpha|beta)\/)((?!(?:models|tunedModels)\/)[^/]+\/.+):(generateContent|streamGenerateContent|countTokens)$/

/** @param path raw, without the query. undefined: it is another one */
export function geminiCall(path: string): GeminiCall | undefined {
  const [, version, collection, model, method] = call.exec(path) ?? []
  if (version !== undefined && model !== undefined && method !== undefined)
    return { version, collection: collection === 'tunedModels' ? collection : 'models', model, method }
  const [, bareVersion, name, bareMethod] = bareCall.exec(path) ?? []
  if (bareVersion === undefined || name === undefined || bareMethod === undefined) return undefined
  return { version: bareVersion, collection: 'models', model: name, method: bareMethod }
}
