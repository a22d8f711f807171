import type { LoginInteraction } from '@ccproxy/core'
import { CCProxyError } from '@ccproxy/core/errors'
import { printable } from '../../logging/printable.js'
import { type CliContext, isInteractive } from '../cli-context.js'
import { callbackPort } from './callback-port.js'
import { createLineReader } from './line-reader.js'
import { openBrowser } from './open-browser.js'

export interface InteractionOptions {
  /** `browser` starts one; `print` gives the address alone on a line of stdout. */
  readonly show: 'browser' | 'print'
  /** A device code stands beside another way; it is told, not printed, so that stdout carries one address. */
  readonly besides: boolean
  /** What the person should know about this machine. @param port that the browser comes back to, if it can */
  readonly advise: (port: number | undefined) => string | undefined
  /** Aborts when the person gives up. */
  readonly signal: AbortSignal
  /** Ctrl-C where the terminal sends no signal. */
  readonly giveUp: () => void
}

export interface TerminalInteraction extends LoginInteraction {
  /** Gives stdin back. */
  close(): void
}

/** A sign-in over the terminal, or over pipes. */
export function createTerminalInteraction(context: CliContext, options: InteractionOptions): TerminalInteraction {
  const { output, input } = context
  const { signal, giveUp } = options
  const { paintTalk: paint } = output
  const reader = createLineReader(input, output.stderr, giveUp)
  let addressShown = false

  async function startBrowser(url: URL): Promise<void> {
    try {
      if (await openBrowser(url, async (address) => context.services.launchBrowser(address))) return
      output.say('This address is neither https nor local, so it was not opened.')
    } catch {
      output.say('No browser could be started; visit the address yourself.')
    }
  }

  async function askSecret(question: string, ended: AbortSignal): Promise<string> {
    const { password, isCancel } = await import('@clack/prompts')
    const answer = await password({ message: question, input, output: output.stderr, signal: ended, withGuide: false })
    if (!isCancel(answer)) return answer
    if (!ended.aborted) giveUp()
    throw cancelled()
  }

  return {
    signal,
    notify: (message) => reader.say(printable(message)),
    async showUrl(url, { userCode, openUrl } = {}) {
      if (userCode !== undefined && options.besides) {
        const where = addressShown ? 'Or, on any device,' : 'On any device,'
        reader.say(`${where} open ${paint.cyan(url.href)} and enter ${paint.bold(printable(userCode))}`)
        return
      }
      addressShown = true
      const advice = options.advise(callbackPort(url, openUrl))
      if (advice !== undefined) output.say(advice)
      const code = userCode === undefined ? '' : ` and enter the code ${paint.bold(printable(userCode))}`
      if (options.show === 'print') {
        output.say(`Open this address in a browser${code}:`)
        output.print(url.href)
        return
      }
      output.say(`Your browser opens now. If it does not, visit this address${code}:`)
      output.say(`  ${paint.cyan(url.href)}`)
      await startBrowser(openUrl ?? url)
    },
    async prompt(question, { secret = false, signal: ended = signal } = {}) {
      const either = AbortSignal.any([signal, ended])
      const text = printable(question)
      if (secret && isInteractive(context)) return await askSecret(text, either)
      const line = await reader.next(text, either)
      if (line !== undefined) return line
      // Whoever asked knows whether an answer may still come another way.
      throw new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'the input ended without an answer')
    },
    close: () => reader.close(),
  }
}

function cancelled(): CCProxyError {
  return new CCProxyError('CCPROXY_OAUTH_CANCELLED', 'the sign-in was cancelled')
}
