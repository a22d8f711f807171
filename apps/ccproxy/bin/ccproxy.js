#!/usr/bin/env node
// Old syntax and no static import: an outdated Node must get as far as saying so.
var required = [22, 18]
var version = process.versions.node
var major = Number(version.split('.')[0])
var minor = Number(version.split('.')[1])
if (major > required[0] || (major === required[0] && minor >= required[1])) {
  void import('../dist/main.js').then(function (program) {
    return program.main()
  })
} else {
  process.stderr.write(
    'error: ccproxy needs Node.js ' +
      required.join('.') +
      ' or newer; this is ' +
      version +
      ' (' +
      process.execPath +
      ')\n' +
      'hint:  Install a current version from https://nodejs.org, or with your version manager.\n',
  )
  process.exitCode = 1
}
