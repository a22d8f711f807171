import { isDeepStrictEqual } from 'node:util'
import type { Finding } from '../finding.ts'
import type { PackageManifest } from '../package-manifest.ts'
import { isPublished, pathInRepository, type Workspace, type WorkspacePackage } from '../workspace.ts'

const sourceCondition = '@ccproxy/source'
type Exports = NonNullable<PackageManifest['exports']>

/** Every published package has the same fields, and publishes its exports without the condition that names its sources. */
export function packageShape(workspace: Workspace): Finding[] {
  return workspace.packages.filter(isPublished).flatMap((member) => {
    const path = pathInRepository(member, 'package.json')
    return problemsOf(member).map((message) => ({ rule: 'package-shape', path, message }))
  })
}

function problemsOf(member: WorkspacePackage): string[] {
  const { manifest, files } = member
  const required = ['version', 'description', 'license'] as const
  return [
    ...required.filter((field) => !manifest[field]).map((field) => `${field} is missing`),
    ...(manifest.type === 'module' ? [] : ['type must be "module"']),
    ...(manifest.engines?.node === '>=22.18' ? [] : ['engines.node must be ">=22.18"']),
    ...(manifest.files?.includes('dist') === true ? [] : ['files must name what is published, "dist" among it']),
    ...(files.some((file) => file.path === 'README.md') ? [] : ['README.md is missing']),
    ...(manifest.publishConfig?.access === 'public' ? [] : ['publishConfig.access must be "public"']),
    ...exportsProblems(manifest),
    ...peerProblems(manifest),
  ]
}

function exportsProblems(manifest: PackageManifest): string[] {
  if (manifest.exports === undefined) return ['exports is missing']
  const problems = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return []
    const conditions = Object.keys(target).filter((condition) => condition !== sourceCondition)
    if (conditions[0] !== 'types') return [`exports["${subpath}"] must name types first`]
    if (conditions.at(-1) !== 'default') return [`exports["${subpath}"] must name default last`]
    return target[sourceCondition] === undefined ? [`exports["${subpath}"] must name ${sourceCondition}`] : []
  })
  if (!isDeepStrictEqual(manifest.publishConfig?.exports, withoutSource(manifest.exports)))
    problems.push(`publishConfig.exports must be exports without ${sourceCondition}`)
  return problems
}

// `workspace:*` would be published as one exact version, which refuses every other release.
function peerProblems(manifest: PackageManifest): string[] {
  return Object.entries(manifest.peerDependencies)
    .filter(([, range]) => range.startsWith('workspace:') && range !== 'workspace:^')
    .map(([peer]) => `peerDependencies["${peer}"] must be "workspace:^"`)
}

function withoutSource(field: Exports): Exports {
  return Object.fromEntries(
    Object.entries(field).map(([subpath, target]) => {
      if (typeof target === 'string') return [subpath, target]
      return [
        subpath,
        Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== sourceCondition)),
      ]
    }),
  )
}
