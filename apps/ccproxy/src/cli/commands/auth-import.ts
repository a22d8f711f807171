import type { CredentialKey, ProviderPluginRuntime, TokenSnapshot } from '@ccproxy/core'
import { CCProxyError } from '@ccproxy/core/errors'
import type { Host } from '@ccproxy/host'
import { defineCommand } from 'citty'
import { printable } from '../../logging/printable.js'
import { accountKey } from '../account-name.js'
import { type CliContext, isInteractive } from '../cli-context.js'
import { type CommandFactory, hostArguments, reportArguments } from '../define-command.js'
import { type ExitCode, exitCode } from '../exit-code.js'
import { findProvider } from '../find-provider.js'
import { hostFlags } from '../host-flags.js'
import { findImportable, type Importable } from '../import/find-importable.js'
import { silentInteraction, tryLogin } from '../import/try-login.js'
import { confirm } from '../login/confirm.js'
import { describeOwner } from '../output/describe-login.js'
import { homeRelative } from '../output/home-relative.js'
import { withSpinner } from '../output/spinner.js'
import { unknownFlow } from '../usage-error.js'
import { withHost } from '../with-host.js'

interface ImportRequest {
  readonly provider: ProviderPluginRuntime
  readonly key: CredentialKey
  readonly flow: string | undefined
  readonly force: boolean
  readonly json: boolean
}

/** The way that was asked for, else the best that has something. @throws CCPROXY_CREDENTIAL_ABSENT with why the others have nothing */
async function choose(context: CliContext, { provider, flow }: ImportRequest): Promise<Importable> {
  const { found, missing } = await findImportable(provider, context.environment)
  const [best] = flow === undefined ? found : found.filter((one) => one.flow.id === flow)
  if (best !== undefined) return best
  const ids = provider.flows.map(({ id }) => id)
  if (flow !== undefined && !ids.includes(flow)) throw unknownFlow(provider.name, flow, ids)
  const reasons = missing.filter((one) => flow === undefined || one.flow.id === flow)
  const ways = reasons.map((one) => `${one.flow.id}: ${one.reason}`)
  const instead = `ccproxy auth login ${provider.name}${flow === undefined ? '' : ` --flow ${flow}`}`
  throw new CCProxyError('CCPROXY_CREDENTIAL_ABSENT', `there is nothing to import for ${provider.displayName}`, {
    hint: ways.length === 0 ? `Sign in instead: ${instead}` : ways.join('\n'),
  })
}

/** Who makes the next token of it. */
function renewalOf({ flow, where }: Importable, storage: string, environment: CliContext['environment']): string {
  const place = homeRelative(printable(where), environment)
  if (flow.kind !== 'linked') return `from ${place} · kept in ${storage}`
  if (flow.renewal === 'mint')
    return `read live from ${place}; access tokens are asked for with it, the file is never written`
  if (flow.renewal === 'hand-off') return `read live from ${place}; renewed by its own program, never by ccproxy`
  return `read live from ${place}; its own program renews it`
}

/** A login that is there is not replaced without a word. */
async function mayReplace(context: CliContext, request: ImportRequest, signal: AbortSignal): Promise<boolean> {
  const { provider, key, force } = request
  if (force || (await provider.storage.read(key).catch(() => undefined)) === undefined) return true
  if (isInteractive(context))
    return await confirm(context, `Replace the login of ${provider.displayName}, account ${key.account}?`, signal)
  throw new CCProxyError('CCPROXY_CLI_USAGE', `${provider.name}/${key.account} is signed in already`, {
    hint: 'Use --force to replace that login, or --account to keep both.',
  })
}

function report(
  { output, environment }: CliContext,
  { provider, key, json }: ImportRequest,
  chosen: Importable,
  token: TokenSnapshot,
): void {
  if (json) {
    output.json({ ...token.toJSON(), importedFrom: chosen.where })
    return
  }
  const owner = describeOwner(token)
  const account = key.account === 'default' ? '' : `, account ${key.account}`
  const name = output.paint.bold(`${provider.displayName}${account}${owner === '' ? '' : ` as ${owner}`}`)
  const done = token.kind === 'linked' ? 'Linked' : 'Imported'
  output.print(`${output.paint.green('✓')} ${done} ${name}: the provider accepts it`)
  output.print(output.paint.dim(`  ${renewalOf(chosen, homeRelative(token.storage, environment), environment)}`))
}

async function importLogin(
  context: CliContext,
  host: Host,
  request: ImportRequest,
  signal: AbortSignal,
): Promise<ExitCode> {
  const { provider, key } = request
  const chosen = await choose(context, request)
  if (!(await mayReplace(context, request, signal))) {
    context.output.say('cancelled, nothing was changed')
    return exitCode.failed
  }
  const { id } = chosen.flow
  await withSpinner(context.output, `asking ${provider.displayName} with ${printable(chosen.where)}`, async () =>
    tryLogin(host, key, chosen, signal),
  )
  report(context, request, chosen, await provider.manager.login(key, id, silentInteraction(signal)))
  return exitCode.ok
}

export const authImport: CommandFactory = (context) =>
  defineCommand({
    meta: {
      name: 'import',
      description: "Use another tool's login, or keep a key of the environment, after a live check",
    },
    args: {
      provider: { type: 'positional', required: true, description: 'Name of the provider' },
      account: { type: 'string', valueHint: 'name', description: 'Keep it under this name instead of "default"' },
      flow: { type: 'string', valueHint: 'id', description: 'What to import, see `ccproxy auth providers`' },
      force: { type: 'boolean', description: 'Replace the login that is there' },
      ...reportArguments,
      ...hostArguments,
    },
    run: async ({ args, rawArgs }) =>
      await withHost(context, hostFlags(args, rawArgs), async (host, signal) => {
        const provider = findProvider(host, args.provider)
        const { flow, force = false, json = false } = args
        const key = accountKey(provider.name, args.account)
        return await importLogin(context, host, { provider, key, flow, force, json }, signal)
      }),
  })
