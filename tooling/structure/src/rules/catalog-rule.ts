import type { Finding } from '../finding.ts'
import type { PackageManifest } from '../package-manifest.ts'
import { pathInRepository, type Workspace } from '../workspace.ts'

/** One version per dependency in the whole repository, written once: in the catalog of pnpm-workspace.yaml. */
export function catalogRule(workspace: Workspace): Finding[] {
  return [
    ...check('package.json', workspace.root.devDependencies),
    ...workspace.packages.flatMap((member) =>
      check(pathInRepository(member, 'package.json'), everyDependency(member.manifest)),
    ),
  ]
}

function everyDependency(manifest: PackageManifest): Record<string, string> {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest
  return { ...peerDependencies, ...optionalDependencies, ...devDependencies, ...dependencies }
}

function check(path: string, dependencies: Record<string, string>): Finding[] {
  return Object.entries(dependencies)
    .filter(
      ([name, range]) =>
        !range.startsWith('catalog:') && !(name.startsWith('@ccproxy/') && range.startsWith('workspace:')),
    )
    .map(([name, range]) => ({
      rule: 'catalog-rule',
      path,
      message: `${name} must be ${name.startsWith('@ccproxy/') ? '"workspace:…"' : '"catalog:"'}, not "${range}"`,
    }))
}
