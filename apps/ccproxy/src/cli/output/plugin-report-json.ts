import type { PluginReport } from '@ccproxy/host'

/** A report for programs: every key is there, `error` is null for a plugin that runs. */
export function reportJson({ error, ...report }: PluginReport): object {
  const reason = error === undefined ? null : { code: error.code, message: error.message, hint: error.hint }
  return { ...report, error: reason }
}
