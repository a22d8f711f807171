// JSON as bodies of requests and responses have it, for programs that look into it before a codec is loaded.
export { isJsonObject } from './is-json-object.js'
export { parseBody } from './parse-body.js'
export { parseJson } from './parse-json.js'
