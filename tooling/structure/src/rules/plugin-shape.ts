import type { Finding } from '../finding.ts'
import { isPlugin, pathInRepository, type Workspace, type WorkspacePackage } from '../workspace.ts'

const filesOfEveryPlugin = ['README.md', 'src/index.ts', 'src/plugin.ts']
const filesOfAProvider = [...filesOfEveryPlugin, 'src/config.ts', 'src/adapter.ts']
const kinds = ['provider', 'storage', 'system']

/** A plugin is called the same everywhere, has the files that every plugin has, and takes core and the program as peers. */
export function pluginShape(workspace: Workspace): Finding[] {
  return workspace.packages
    .filter(isPlugin)
    .flatMap((member) => [...nameProblems(member), ...peerProblems(member), ...fileProblems(member)])
}

function nameProblems(member: WorkspacePackage): Finding[] {
  const { manifest, folder } = member
  const name = folder.slice('packages/plugin-'.length)
  if (manifest.ccproxy === undefined) return [inManifest(member, 'the ccproxy field is missing')]
  return [
    ...(manifest.name === `@ccproxy/plugin-${name}`
      ? []
      : [inManifest(member, `name must be "@ccproxy/plugin-${name}", as the folder says`)]),
    ...(manifest.ccproxy.name === name
      ? []
      : [inManifest(member, `ccproxy.name must be "${name}", as the folder says`)]),
    ...(kinds.includes(manifest.ccproxy.kind)
      ? []
      : [inManifest(member, `ccproxy.kind must be one of ${kinds.join(', ')}`)]),
  ]
}

// Core is a dev dependency as well, because turbo orders builds by dependencies and dev dependencies only.
function peerProblems(member: WorkspacePackage): Finding[] {
  const { peerDependencies, devDependencies } = member.manifest
  return [
    ...['@ccproxy/core', '@ccproxy/cli']
      .filter((peer) => peerDependencies[peer] === undefined)
      .map((peer) => inManifest(member, `${peer} must be a peer dependency`)),
    ...(devDependencies['@ccproxy/core'] === 'workspace:*'
      ? []
      : [inManifest(member, 'devDependencies["@ccproxy/core"] must be "workspace:*"')]),
  ]
}

function fileProblems(member: WorkspacePackage): Finding[] {
  const present = new Set(member.files.map((file) => file.path))
  const expected = member.manifest.ccproxy?.kind === 'provider' ? filesOfAProvider : filesOfEveryPlugin
  return expected
    .filter((file) => !present.has(file))
    .map((file) => ({
      rule: 'plugin-shape',
      path: pathInRepository(member, file),
      message: 'every plugin has this file',
    }))
}

function inManifest(member: WorkspacePackage, message: string): Finding {
  return { rule: 'plugin-shape', path: pathInRepository(member, 'package.json'), message }
}
