import type { Host, PluginReport } from '@ccproxy/host'

/** What became of the plugin that would have this name; a shadowed package says least about it. */
export function findReport(host: Pick<Host, 'plugins'>, name: string): PluginReport | undefined {
  const reports = host.plugins.filter((report) => report.name === name)
  return reports.find(({ state }) => state !== 'shadowed') ?? reports[0]
}
