#!/usr/bin/env node
// Old syntax and no static import: an outdated Node must get as far as saying so.

// Node opens its inspector at SIGUSR1, and every user of this machine could then read the logins. A listener stops that.
process.on('SIGUSR1', function () {})
// A signal that means nothing here must not end the program.
process.on('SIGUSR2', function () {})

var required = [22, 18]
var version = process.versions.node
var major = Number(version.split('.')[0])
var minor = Number(version.split('.')[1])
if (major > required[0] || (major === required[0] && minor >= required[1])) {
  import('../dist/main.js')
    .then(function (program) {
      return program.main()
    })
    .catch(function (error) {
      var full = error.code === 'EMFILE' || error.code === 'ENFILE'
      process.stderr.write(
        'error: ccproxy could not be loaded: ' +
          (full ? 'no more files may be opened (' + error.code + ')' : error.message) +
          '\n' +
          (full ? 'hint:  Raise the limit, for example with `ulimit -n 4096`.\n' : 'hint:  Install ccproxy again.\n'),
      )
      process.exitCode = 1
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
