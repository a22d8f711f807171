import { posix } from 'node:path'
import { fileKind } from '../file-kind.ts'
import type { Finding } from '../finding.ts'
import { importsOf, packageOf } from '../imports-of.ts'
import { layerOf, mayTestWith } from '../layers.ts'
import {
  isPlugin,
  isPublished,
  pathInRepository,
  type SourceFile,
  type Workspace,
  type WorkspacePackage,
} from '../workspace.ts'

/** Packages build on the layers below them only, by what they declare and by what they import. */
export function layerRule(workspace: Workspace): Finding[] {
  return workspace.packages.filter(isPublished).flatMap((member) => {
    const layer = layerOf(member.manifest.name)
    if (layer === undefined)
      return [finding(member, 'package.json', `${member.manifest.name} has no line in tooling/structure/src/layers.ts`)]
    const sources = member.files.filter((file) => file.path.startsWith('src/') && fileKind(file.path) !== 'other')
    return [...declaredOutside(member, layer), ...sources.flatMap((file) => importedOutside(member, file, layer))]
  })
}

function declaredOutside(member: WorkspacePackage, layer: readonly string[]): Finding[] {
  const { name, dependencies, optionalDependencies, peerDependencies, devDependencies } = member.manifest
  // Users of a plugin get the program through this peer; the plugin never imports it.
  const peers = Object.keys(peerDependencies).filter((peer) => !(isPlugin(member) && peer === '@ccproxy/cli'))
  const needed = [...Object.keys(dependencies), ...Object.keys(optionalDependencies), ...peers]
  return [
    ...needed.filter((used) => isOurs(used) && !layer.includes(used)),
    ...Object.keys(devDependencies).filter((used) => isOurs(used) && !mayTestWith(name, used)),
  ].map((used) => finding(member, 'package.json', `${name} may not depend on ${used}`))
}

function importedOutside(member: WorkspacePackage, file: SourceFile, layer: readonly string[]): Finding[] {
  const { name } = member.manifest
  const isSource = fileKind(file.path) === 'source'
  return importsOf(file).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = posix.normalize(posix.join(posix.dirname(file.path), specifier))
      return isSource && !target.startsWith('src/')
        ? [finding(member, file.path, `${specifier} is outside of this package's src; import it by its name`)]
        : []
    }
    const used = packageOf(specifier)
    if (used === undefined || !isOurs(used)) return []
    const isAllowed = isSource ? layer.includes(used) : mayTestWith(name, used)
    return isAllowed ? [] : [finding(member, file.path, `${name} may not import ${used}`)]
  })
}

function isOurs(name: string): boolean {
  return name.startsWith('@ccproxy/')
}

function finding(member: WorkspacePackage, file: string, message: string): Finding {
  return { rule: 'layer-rule', path: pathInRepository(member, file), message }
}
