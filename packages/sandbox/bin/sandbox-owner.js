#!/usr/bin/env node
// The command of the tool that owns the linked login of a sandbox: renews the login and prints the access token alone.
const [command, origin] = process.argv.slice(2)
if (command !== 'print-token' || origin === undefined) {
  process.stderr.write('usage: ccproxy-sandbox-owner print-token <address of the sandbox>\n')
  process.exit(2)
}
const response = await fetch(new URL('/owner/token', origin), { method: 'POST' })
if (!response.ok) {
  process.stderr.write(`the sandbox answered ${response.status}\n`)
  process.exit(1)
}
const { access_token: token } = await response.json()
process.stdout.write(`${token}\n`)
