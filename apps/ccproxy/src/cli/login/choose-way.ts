import type { OAuthFlow, ProviderPluginRuntime } from '@ccproxy/core'
import { printable } from '../../logging/printable.js'
import type { CliContext } from '../cli-context.js'

/** On a terminal only. @returns the way that the person picked, best first; undefined: none, at Ctrl-C */
export async function chooseWay(
  { input, output }: Pick<CliContext, 'input' | 'output'>,
  { displayName, flows }: Pick<ProviderPluginRuntime, 'displayName' | 'flows'>,
  signal: AbortSignal,
): Promise<OAuthFlow | undefined> {
  const { select } = await import('@clack/prompts')
  const usable = flows.filter(({ unavailable }) => unavailable === undefined)
  const others = flows.filter(({ unavailable }) => unavailable !== undefined)
  const chosen = await select({
    message: `How do you want to sign in to ${printable(displayName)}?`,
    options: [
      ...usable.map(({ id, label }) => ({ value: id, label: printable(label), hint: `--flow ${id}` })),
      ...others.map(({ id, label, unavailable }) => ({
        value: id,
        label: `${printable(label)} (${printable(unavailable?.reason ?? '')})`,
        disabled: true,
      })),
    ],
    input,
    output: output.stderr,
    signal,
    withGuide: false,
  })
  return flows.find(({ id }) => id === chosen)
}
