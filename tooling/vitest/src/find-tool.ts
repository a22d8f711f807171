import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** A program that some tests need and that npm does not install. */
interface Tool {
  /** The names it goes by on PATH, the likeliest first. */
  readonly commands: readonly string[]
  /** How to get it on Debian. */
  readonly install: string
}

export const tools = {
  chromium: {
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    install: 'apt-get install chromium',
  },
  openssl: {
    commands: ['openssl'],
    install: 'apt-get install openssl',
  },
  tmux: {
    commands: ['tmux'],
    install: 'apt-get install tmux',
  },
  setpriv: {
    commands: ['setpriv'],
    install: 'apt-get install util-linux',
  },
  'redis-server': {
    commands: ['redis-server', 'valkey-server'],
    install: 'apt-get install redis-server',
  },
  keyring: {
    commands: ['gnome-keyring-daemon'],
    install: 'apt-get install gnome-keyring libsecret-1-0 dbus-daemon dbus-bin',
  },
} as const satisfies Readonly<Record<string, Tool>>

export type ToolName = keyof typeof tools

/** @returns the absolute path of the tool's program; undefined when `searchPath` (default: PATH) has none */
export function findTool(name: ToolName, searchPath: string = process.env['PATH'] ?? ''): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '')
  const candidates = tools[name].commands.flatMap((command) => folders.map((folder) => join(folder, command)))
  return candidates.find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}
