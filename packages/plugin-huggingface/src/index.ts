export { factory } from './plugin.js'
