import type { Host } from '@ccproxy/host'
import { printable } from '../../logging/printable.js'
import type { Output } from './output.js'

/** Says why plugins do not run, so that a provider that is missing in the output has a reason. */
export function sayFailed({ say, paintTalk: paint }: Output, { plugins }: Pick<Host, 'plugins'>): void {
  for (const { name, state, error } of plugins) {
    if (state !== 'failed') continue
    say(
      `${paint.yellow(`${printable(name)} does not run:`)} ${printable(error?.message ?? 'see `ccproxy plugins list`')}`,
    )
  }
}

/** There is nothing to show: none is installed, or none runs. */
export function noProvider({ plugins }: Pick<Host, 'plugins'>): string {
  return plugins.some(({ kind, state }) => kind === 'provider' && (state === 'failed' || state === 'unconfigured'))
    ? 'No provider runs; `ccproxy plugins list` says what to do.'
    : 'No provider is installed, for example: npm i @ccproxy/plugin-claude'
}
