// Ids that a dialect does not take, on their way through a client of it: some providers want theirs back to the letter.

const prefix = 'ccpid_'

/** In letters that every dialect takes. */
export function packToolId(id: string): string {
  return prefix + Buffer.from(id).toString('base64url')
}

/** @returns what was packed; any other id as it is */
export function unpackToolId(id: string): string {
  if (!id.startsWith(prefix)) return id
  const unpacked = Buffer.from(id.slice(prefix.length), 'base64url').toString()
  return unpacked !== '' && packToolId(unpacked) === id ? unpacked : id
}
