import { dialects, flows, licenses } from './plugin-choices.js'

const url = { type: 'string', valueHint: 'url' } as const

/** What `npm create @ccproxy/plugin` and `ccproxy plugins scaffold` take; the shape is that of citty's arguments. */
export const scaffoldFlags = {
  name: { type: 'string', valueHint: 'name', description: 'Name of the provider in paths, settings and commands' },
  'display-name': { type: 'string', valueHint: 'text', description: 'Name of the provider for people' },
  flow: { type: 'enum', options: [...flows], description: `How people sign in: ${flows.join(', ')}` },
  dialect: { type: 'enum', options: [...dialects], description: `What its API speaks: ${dialects.join(', ')}` },
  'base-url': { ...url, description: 'Where its API is, without /v1' },
  'authorize-url': { ...url, description: 'Where the browser goes (authorization-code)' },
  'token-url': { ...url, description: 'Where tokens are issued (all flows but api-key)' },
  'device-authorization-url': { ...url, description: 'Where device codes are issued (device-code)' },
  'package-name': {
    type: 'string',
    valueHint: 'name',
    description: 'Name of the npm package; default ccproxy-plugin-<name>',
  },
  license: { type: 'enum', options: [...licenses], description: 'MIT (default) or none' },
  directory: {
    type: 'string',
    valueHint: 'path',
    description: 'New or empty folder; default that of the package name',
  },
  yes: { type: 'boolean', description: 'Ask nothing; take the default of whatever is not given' },
} as const

export type FlagName = keyof typeof scaffoldFlags

/** As they were typed, unchecked. Absent: not given. */
export type ScaffoldFlags = Readonly<Partial<Record<FlagName, string | boolean | undefined>>>
