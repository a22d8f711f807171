// Flags first, all of them checked; then questions for what is missing; then defaults.
import { resolve } from 'node:path'
import { checkDisplayName, checkName, checkOneOf, checkPackageName, checkUrl, displayNameFrom } from './check-answer.js'
import { checkDirectory } from './check-directory.js'
import {
  type Dialect,
  dialects,
  type Endpoints,
  type Flow,
  flows,
  type Kind,
  kinds,
  licenses,
  type PluginChoices,
} from './plugin-choices.js'
import type { Questions } from './questions.js'
import type { FlagName, ScaffoldFlags } from './scaffold-flags.js'
import { ScaffoldProblem } from './scaffold-problem.js'

const flowHints: Readonly<Record<Flow, string>> = {
  'authorization-code': 'a browser, with PKCE',
  'device-code': 'a code that is entered on another device',
  'api-key': 'a key that people copy',
  'client-credentials': 'the client itself, with a secret; nobody signs in',
}

const dialectHints: Readonly<Record<Dialect, string>> = {
  'openai-chat': 'POST /v1/chat/completions',
  'openai-responses': 'POST /v1/responses',
  'anthropic-messages': 'POST /v1/messages',
  gemini: 'POST /v1beta/models/…:generateContent',
}

const kindHints: Readonly<Record<Kind, string>> = {
  provider: 'an LLM API that people sign in to',
  storage: 'another place for logins',
  system: 'observes requests, adds routes and commands',
}

/** Flags that only a provider has. */
const providerFlags = ['flow', 'dialect', 'base-url', 'authorize-url', 'token-url', 'device-authorization-url'] as const

type UrlFlag = Extract<FlagName, `${string}-url`>

/** The flows that an endpoint belongs to. */
const flowsOfEndpoint: Readonly<Record<Exclude<UrlFlag, 'base-url'>, readonly Flow[]>> = {
  'authorize-url': ['authorization-code'],
  'token-url': ['authorization-code', 'device-code', 'client-credentials'],
  'device-authorization-url': ['device-code'],
}

/**
 * @param questions absent: nobody can be asked, so what has no default must be given
 * @throws ScaffoldProblem | cancelled
 */
export async function collectChoices(
  flags: ScaffoldFlags,
  workingDirectory: string,
  questions: Questions | undefined,
): Promise<PluginChoices> {
  const given = checkFlags(flags)
  // Such a flag says that the plugin is a provider.
  const impliesProvider = providerFlags.some((flag) => textOf(flags, flag) !== undefined)
  const asked = impliesProvider ? undefined : questions
  const kind = given.kind ?? (await asked?.choose('What kind of plugin is it?', hinted(kinds, kindHints))) ?? 'provider'
  if (kind !== 'provider') assertNoProviderFlags(flags, kind)
  assertEnough(flags, kind, questions)
  const name =
    given.name ?? checkName((await questions?.text('Name of the plugin, as in paths and commands', checkName)) ?? '')
  const packageName = given.packageName ?? `ccproxy-plugin-${name}`
  const directory = resolve(workingDirectory, textOf(flags, 'directory') ?? packageName.replace(/^.*\//, ''))
  await checkDirectory(directory)
  const displayName =
    given.displayName ??
    (await questions?.text('Name for people', checkDisplayName, displayNameFrom(name))) ??
    displayNameFrom(name)
  const common = { name, displayName, packageName, directory, license: given.license ?? 'MIT' }
  if (kind !== 'provider') return { ...common, kind }
  const baseUrl =
    given.baseUrl ??
    checkUrl(
      (await questions?.text('Where is its API? (without /v1)', checkBaseUrl)) ?? placeholderUrl(name),
      'base URL',
    )
  const dialect =
    given.dialect ?? (await questions?.choose('What does it speak?', hinted(dialects, dialectHints))) ?? 'openai-chat'
  const flow =
    given.flow ?? (await questions?.choose('How do people sign in?', hinted(flows, flowHints))) ?? 'authorization-code'
  const endpoints = endpointsOf(flags, baseUrl, flow)
  return { ...common, kind, baseUrl, dialect, flow, ...endpoints }
}

/** @throws ScaffoldProblem */
function assertNoProviderFlags(flags: ScaffoldFlags, kind: Kind): void {
  const flag = providerFlags.find((each) => textOf(flags, each) !== undefined)
  if (flag === undefined) return
  throw new ScaffoldProblem(`--${flag} means nothing to a ${kind} plugin`, 'Leave it out, or use --kind provider.')
}

function checkFlags(flags: ScaffoldFlags) {
  const checked = <Value>(flag: FlagName, check: (text: string) => Value): Value | undefined => {
    const text = textOf(flags, flag)
    return text === undefined ? undefined : check(text)
  }
  return {
    kind: checked('kind', (text) => checkOneOf(text, kinds, 'kind')),
    name: checked('name', checkName),
    displayName: checked('display-name', checkDisplayName),
    packageName: checked('package-name', checkPackageName),
    flow: checked('flow', (text) => checkOneOf(text, flows, 'flow')),
    dialect: checked('dialect', (text) => checkOneOf(text, dialects, 'dialect')),
    license: checked('license', (text) => checkOneOf(text, licenses, 'license')),
    baseUrl: checked('base-url', checkBaseUrl),
  }
}

/** Without a person and without `--yes`, nothing is guessed. */
function assertEnough(flags: ScaffoldFlags, kind: Kind, questions: Questions | undefined): void {
  if (questions !== undefined) return
  const needed: readonly FlagName[] =
    flags.yes === true || kind !== 'provider' ? ['name'] : ['name', 'base-url', 'dialect', 'flow']
  const missing = needed.filter((flag) => textOf(flags, flag) === undefined)
  if (missing.length === 0) return
  const named = missing.map((flag) => `--${flag}`).join(', ')
  const hint =
    flags.yes === true || kind !== 'provider'
      ? 'A plugin needs a name.'
      : 'Nobody can be asked here: give them, or --yes for the defaults of all but the name.'
  throw new ScaffoldProblem(`${named} ${missing.length === 1 ? 'is' : 'are'} missing`, hint)
}

function endpointsOf(flags: ScaffoldFlags, baseUrl: string, flow: Flow): Endpoints {
  const { origin } = new URL(baseUrl)
  const endpoint = (flag: keyof typeof flowsOfEndpoint, path: string): string => {
    const text = textOf(flags, flag)
    if (text === undefined) return `${origin}${path}`
    if (flowsOfEndpoint[flag].includes(flow)) return checkUrl(text, flag.replace('-url', ' URL').replaceAll('-', ' '))
    throw new ScaffoldProblem(
      `--${flag} means nothing to the flow ${flow}`,
      `It belongs to: ${flowsOfEndpoint[flag].join(', ')}`,
    )
  }
  return {
    authorizeUrl: endpoint('authorize-url', '/oauth/authorize'),
    tokenUrl: endpoint('token-url', '/oauth/token'),
    deviceAuthorizationUrl: endpoint('device-authorization-url', '/oauth/device'),
  }
}

function checkBaseUrl(text: string): string {
  return checkUrl(text, 'base URL')
}

/** A name that leads nowhere (RFC 2606), until the author puts the real one. */
function placeholderUrl(name: string): string {
  return `https://api.${name}.example`
}

function hinted<Choice extends string>(choices: readonly Choice[], hints: Readonly<Record<Choice, string>>) {
  return choices.map((value) => ({ value, hint: hints[value] }))
}

function textOf(flags: ScaffoldFlags, flag: FlagName): string | undefined {
  const value = flags[flag]
  return typeof value === 'string' ? value : undefined
}
