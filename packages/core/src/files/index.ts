// Files of this user, for programs that look at them before anything else is loaded.
export { ensurePrivateDirectory, readPrivateFile, writePrivateFile } from '../storage/private-file.js'
export { changeableByOthers, readableByOthers, type Untrusted, untrusted } from './trusted.js'
