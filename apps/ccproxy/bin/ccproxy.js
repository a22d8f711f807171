#!/usr/bin/env node
// Old syntax and no static import: an outdated Node must get as far as saying so.
void import('./preflight.js').then(function (preflight) {
  var problem = preflight.problemWith(process.versions.node)
  if (problem === undefined) {
    return import('../dist/main.js').then(function (program) {
      return program.main()
    })
  }
  process.stderr.write(problem + '\n')
  process.exitCode = 1
  return undefined
})
