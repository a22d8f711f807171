import { acme } from './acme.js'
import type { Breaker } from './breaker.js'
import { acmeManifest } from './write-package.js'

const command = { name: 'usage-report', description: 'Prints what was used.', run: async () => {} }

export const manifestBreakers: readonly Breaker[] = [
  {
    rule: 'manifest-schema',
    wrong: 'has no manifest',
    packageJson: { ccproxy: undefined },
    says: 'has no `ccproxy` field',
  },
  {
    rule: 'manifest-schema',
    wrong: 'has a name that cannot be part of a path',
    packageJson: { ccproxy: { ...acmeManifest, name: 'Acme AI' } },
    says: 'the manifest is refused: name: must match',
  },
  {
    rule: 'manifest-identity',
    wrong: 'is called something else in its manifest',
    packageJson: { ccproxy: { ...acmeManifest, name: 'acme-ai' } },
    says: '`name` is "acme-ai" in the manifest and "acme" in the factory',
  },
  {
    rule: 'manifest-identity',
    wrong: 'is shown by another name in lists than at work',
    packageJson: { ccproxy: { ...acmeManifest, displayName: 'ACME' } },
    says: '`displayName` is "ACME" in the manifest',
  },
  {
    rule: 'manifest-entry',
    wrong: 'does not export its entry',
    packageJson: { ccproxy: { ...acmeManifest, entry: './ccproxy' } },
    says: '`exports` of package.json has no "./ccproxy"',
  },
  {
    rule: 'manifest-entry',
    wrong: 'exports a file that does not exist',
    packageJson: { exports: { '.': './dist/plugin.js' } },
    says: 'leads to ./dist/plugin.js, which does not exist',
  },
  {
    rule: 'manifest-peer',
    wrong: 'brings its own core',
    packageJson: { dependencies: { '@ccproxy/core': '^0.1.0' } },
    says: '@ccproxy/core is among `dependencies`',
  },
  {
    rule: 'manifest-peer',
    wrong: 'fits one version of core only',
    packageJson: { peerDependencies: { '@ccproxy/core': '0.1.0' } },
    says: 'the peer range "0.1.0" of @ccproxy/core fits one version',
  },
  {
    rule: 'manifest-files',
    wrong: 'publishes everything',
    packageJson: { files: undefined },
    says: 'package.json has no `files`',
  },
  {
    rule: 'manifest-files',
    wrong: 'publishes its sources alone',
    packageJson: { files: ['src', 'README.md'] },
    says: 'leaves out ./dist/index.js',
  },
  {
    rule: 'manifest-commands',
    wrong: 'has a command that its manifest does not name',
    factory: acme({ cliCommands: () => [command] }),
    says: 'the command `usage-report` is not in the manifest',
  },
  {
    rule: 'manifest-commands',
    wrong: 'promises a command that it does not have',
    packageJson: {
      ccproxy: { ...acmeManifest, commands: [{ name: 'quota-report', description: 'Prints what is left.' }] },
    },
    says: 'declares the command `quota-report`, which the plugin does not have',
  },
]
