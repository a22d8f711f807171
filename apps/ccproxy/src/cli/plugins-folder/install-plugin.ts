import { CCProxyError } from '@ccproxy/core/errors'
import type { PluginReport } from '@ccproxy/host'
import type { Npm } from './npm.js'
import { addedPackages, lockedPackage } from './plugins-folder.js'
import type { PublishedPackage } from './published-package.js'

/**
 * Installs an exact version, records its integrity, and looks at it as the program would. What does not fit is taken out
 * again; a version that was there before comes back.
 * @param inspect what discovery says of the package once it is there
 * @throws CCPROXY_PLUGIN_INSTALL, and why the package is no plugin that can run
 */
export async function installPlugin(
  npm: Npm,
  folder: string,
  { name, version, integrity }: PublishedPackage,
  inspect: () => Promise<PluginReport | undefined>,
): Promise<PluginReport> {
  const before = (await addedPackages(folder))[name]
  try {
    await npm.run(`${name} could not be installed`, ['install', '--save-exact', `${name}@${version}`])
    const locked = await lockedPackage(folder, name)
    if (locked?.version !== version || locked.integrity !== integrity)
      throw new CCProxyError(
        'CCPROXY_PLUGIN_INSTALL',
        `what was installed is not ${name} ${version} as the registry names it`,
      )
    return checked(name, await inspect())
  } catch (error) {
    const back = before === undefined ? ['uninstall', name] : ['install', '--save-exact', `${name}@${before}`]
    await npm.restore('the folder could not be restored', back).catch(() => '')
    throw error
  }
}

function checked(name: string, report: PluginReport | undefined): PluginReport {
  if (report === undefined)
    throw new CCProxyError('CCPROXY_PLUGIN_INSTALL', `${name} was installed, but no plugin was found in it`)
  if (report.state !== 'failed') return report
  const { code, message, hint } = report.error ?? new CCProxyError('CCPROXY_PLUGIN_INSTALL', 'it cannot run')
  throw new CCProxyError(code, `${name} was not added: ${message}`, { hint })
}
