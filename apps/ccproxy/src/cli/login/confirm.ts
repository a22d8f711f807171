import type { CliContext } from '../cli-context.js'

/** On a terminal only. No is the default, and what Ctrl-C means. */
export async function confirm(
  { input, output }: Pick<CliContext, 'input' | 'output'>,
  message: string,
  signal: AbortSignal,
): Promise<boolean> {
  const prompts = await import('@clack/prompts')
  const shown = { message, input, output: output.stderr, signal, initialValue: false, withGuide: false }
  // A cancelled prompt answers with a symbol.
  return (await prompts.confirm(shown)) === true
}
