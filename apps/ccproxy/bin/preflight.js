// Old syntax: what an outdated Node must be able to read.
var required = [22, 18]

/** What is wrong with this version of Node, for people; undefined when nothing is. */
export function problemWith(version) {
  var parts = version.split('.')
  var major = Number(parts[0])
  var minor = Number(parts[1])
  if (major > required[0] || (major === required[0] && minor >= required[1])) return undefined
  return (
    'error: ccproxy needs Node.js ' +
    required.join('.') +
    ' or newer; this is ' +
    version +
    ' (' +
    process.execPath +
    ')\n' +
    'hint:  Install a current version from https://nodejs.org, or with your version manager.'
  )
}
