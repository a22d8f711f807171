import type { BoundGroup } from './bound.ts'

const core = 'packages/core/src'
const host = 'packages/host/src'

/** As long as a command, a start or a call. */
export const commandBounds: BoundGroup = {
  title: 'As long as a sign-in, a start or a call',
  bounds: [
    {
      file: 'apps/ccproxy/src/cli/login/line-reader.ts',
      name: 'lines',
      entry: 'a line that was typed or piped, and nobody asked for yet',
      limit: '1,000; more are not read',
      test: [
        'apps/ccproxy/src/cli/login/line-reader.test.ts',
        'of lines that nobody asked for yet a thousand are kept',
      ],
    },
    {
      file: `${core}/oauth/login-custom.ts`,
      name: 'receptions',
      entry: 'a callback server that a plugin opened for its sign-in',
      limit: 'what the plugin asks for, each with 64 connections; closed with the sign-in',
      test: [`${core}/oauth/callback/bind-loopback.e2e.test.ts`, 'a callback has 64 connections at once'],
    },
    {
      file: `${host}/discovery/discover-plugins.ts`,
      name: '#directories',
      entry: 'a folder that was looked at',
      limit: 'one for each package that was found',
      test: [`${host}/discovery/discover-plugins.test.ts`, 'a package that is found twice is one'],
    },
    {
      file: `${host}/discovery/discover-plugins.ts`,
      name: '#names',
      entry: 'a name of a plugin',
      limit: 'one for each package that was found',
      test: [`${host}/discovery/discover-plugins.test.ts`, 'a package that is found twice is one'],
    },
    {
      file: `${host}/registry/start-order.ts`,
      name: 'cycles',
      entry: 'a plugin that needs itself',
      limit: 'one for each plugin that was found',
      test: [`${host}/registry/plugin-registry.test.ts`, 'in a circle are reported with the circle'],
    },
    {
      file: `${host}/registry/start-order.ts`,
      name: 'ordered',
      entry: 'a plugin in its place',
      limit: 'one for each plugin that was found',
      test: [`${host}/registry/plugin-registry.test.ts`, 'start first and stop last'],
    },
    {
      file: `${host}/routing/model-resolver.ts`,
      name: 'seen',
      entry: 'a candidate for one request',
      limit: 'what an alias and the fallbacks of the settings name',
      test: [`${host}/routing/model-resolver.test.ts`, 'are bounded'],
    },
    {
      file: `${core}/storage/directory-watch.ts`,
      name: 'files',
      entry: 'a file of one folder, at one look',
      limit: 'what is on the disk',
      test: [`${core}/storage/directory-watch.test.ts`, 'names the files that came, went or were replaced'],
    },
  ],
}
