import type { SubCommandsDef } from 'citty'
import type { CliContext } from './cli-context.js'
import { type AnyCommand, hostArguments } from './define-command.js'

/** Every command of the program; the code of one is loaded when it is called, or listed by `--help`. */
export function commandTree(context: CliContext, ofPlugins: SubCommandsDef = {}): AnyCommand {
  return {
    meta: {
      name: 'ccproxy',
      version: context.version,
      description: 'A local reverse proxy for LLM APIs that keeps your logins alive',
    },
    args: {
      version: { type: 'boolean', description: 'Print the version' },
      ...hostArguments,
    },
    subCommands: {
      serve: async () => (await import('./commands/serve.js')).serve(context),
      auth: {
        meta: { name: 'auth', description: 'Sign in, and see who is signed in' },
        subCommands: {
          login: async () => (await import('./commands/auth-login.js')).authLogin(context),
          status: async () => (await import('./commands/auth-status.js')).authStatus(context),
          refresh: async () => (await import('./commands/auth-refresh.js')).authRefresh(context),
          logout: async () => (await import('./commands/auth-logout.js')).authLogout(context),
          import: async () => (await import('./commands/auth-import.js')).authImport(context),
          providers: async () => (await import('./commands/auth-providers.js')).authProviders(context),
        },
      },
      plugins: {
        meta: { name: 'plugins', description: 'The plugins that were found, and why some do not run' },
        subCommands: {
          list: async () => (await import('./commands/plugins-list.js')).pluginsList(context),
          add: async () => (await import('./commands/plugins-add.js')).pluginsAdd(context),
          remove: async () => (await import('./commands/plugins-remove.js')).pluginsRemove(context),
          info: async () => (await import('./commands/plugins-info.js')).pluginsInfo(context),
          settings: async () => (await import('./commands/plugins-settings.js')).pluginsSettings(context),
          scaffold: async () => (await import('./commands/plugins-scaffold.js')).pluginsScaffold(context),
        },
      },
      config: {
        meta: { name: 'config', description: 'The settings in effect, and the files they come from' },
        subCommands: {
          show: async () => (await import('./commands/config-show.js')).configShow(context),
          path: async () => (await import('./commands/config-path.js')).configPath(context),
          trust: async () => (await import('./commands/config-trust.js')).configTrust(context),
          untrust: async () => (await import('./commands/config-trust.js')).configUntrust(context),
        },
      },
      ...ofPlugins,
    },
  }
}
