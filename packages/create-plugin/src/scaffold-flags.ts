import { dialects, flows, kinds, licenses } from './plugin-choices.js'

const text = (valueHint: string, description: string) => ({ type: 'string', valueHint, description }) as const
const choice = (options: readonly string[], description: string) => {
  const type = 'enum' as const
  return { type, options: [...options], description: `${description}: ${options.join(', ')}` }
}

/** What `npm create @ccproxy/plugin` and `ccproxy plugins scaffold` take; the shape is that of citty's arguments. */
export const scaffoldFlags = {
  kind: choice(kinds, 'What the plugin is; default provider'),
  name: text('name', 'Name of the plugin in paths, settings and commands'),
  'display-name': text('text', 'Name of the plugin for people'),
  flow: choice(flows, 'How people sign in'),
  dialect: choice(dialects, 'What its API speaks'),
  'base-url': text('url', 'Where its API is, without /v1'),
  'authorize-url': text('url', 'Where the browser goes (authorization-code)'),
  'token-url': text('url', 'Where tokens are issued (every flow but api-key)'),
  'device-authorization-url': text('url', 'Where device codes are issued (device-code)'),
  'package-name': text('name', 'Name of the npm package; default ccproxy-plugin-<name>'),
  license: choice(licenses, 'License of the package; default MIT'),
  directory: text('path', 'New or empty folder; default that of the package name'),
  yes: { type: 'boolean', description: 'Ask nothing; take the default of each flag that is not given' } as const,
}

export type FlagName = keyof typeof scaffoldFlags

/** As they were typed, unchecked. Absent: not given. */
export type ScaffoldFlags = Readonly<Partial<Record<FlagName, string | boolean | undefined>>>
