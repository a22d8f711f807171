export type { Codec, StreamParser, StreamRenderer, WireError, WireRequest } from './codec.js'
export { FormatError } from './format-error.js'
export type { Dialect } from './model/dialect.js'
