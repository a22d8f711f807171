// The other way an answer comes: the person pastes it.
import { CCProxyError } from '../../errors/ccproxy-error.js'
import type { LoginInteraction } from '../login-context.js'
import { judgePaste, type PasteRules } from './pasted-answer.js'

// A script at the other end of standard input must not keep us busy.
const lineLimit = 100

/**
 * @param alone an error when nothing else can bring the answer; undefined while a callback may still come: then the end
 *   of input only ends the pasting, and the promise stays pending, unless what came last was wrong: nobody can mend it
 */
export async function pastedAnswer(
  interaction: LoginInteraction,
  rules: PasteRules,
  signal: AbortSignal,
  alone: CCProxyError | undefined,
): Promise<URLSearchParams> {
  const question = `${alone === undefined ? 'Or paste' : 'Paste'} the address that the browser ended at: `
  let lastWrong: 'state' | 'unreadable' | undefined
  let unfinished = ''
  for (let lines = 0; lines < lineLimit; lines++) {
    const line = await nextLine(interaction, question, signal)
    if (line === undefined) {
      if (lastWrong !== undefined && !signal.aborted) throw wrongPaste(rules.account, lastWrong)
      break
    }
    const verdict = judgePaste(`${unfinished}${line}`, rules)
    if (verdict.kind === 'accepted') return verdict.parameters
    if (verdict.kind === 'failed') throw verdict.error
    if (verdict.reason === 'empty') continue
    lastWrong = verdict.reason
    unfinished = verdict.isIncomplete === true ? `${unfinished}${line}\n` : ''
    interaction.notify(verdict.message)
  }
  if (alone === undefined || signal.aborted) return await new Promise<never>(() => {})
  throw lastWrong === undefined ? alone : wrongPaste(rules.account, lastWrong)
}

/** @returns undefined when no more input comes */
async function nextLine(
  interaction: LoginInteraction,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await interaction.prompt(question, { signal })
  } catch {
    return undefined
  }
}

function wrongPaste(account: string, reason: 'state' | 'unreadable'): CCProxyError {
  return reason === 'state'
    ? new CCProxyError('CCPROXY_OAUTH_STATE_MISMATCH', `${account}: what was pasted belongs to another sign-in`)
    : new CCProxyError('CCPROXY_OAUTH_PASTE_INVALID', `${account}: what was pasted holds no answer`)
}
