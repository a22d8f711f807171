// The workspace as the rules see it: plain data, so that a test can write one down.
import type { PackageManifest } from './package-manifest.ts'

export interface SourceFile {
  /** Relative to the package's folder, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface WorkspacePackage {
  /** Relative to the root of the repository: `packages/core`, empty for the root itself. */
  readonly folder: string
  readonly manifest: PackageManifest
  /** Every file but what is installed or built; only those of TypeScript have their text. */
  readonly files: readonly SourceFile[]
}

export interface Workspace {
  readonly root: PackageManifest
  readonly packages: readonly WorkspacePackage[]
}

/** @returns true for what goes to the registry */
export function isPublished(member: WorkspacePackage): boolean {
  return member.manifest.private !== true
}

/** @returns true for a package that users install as a plugin */
export function isPlugin(member: WorkspacePackage): boolean {
  return member.folder.startsWith('packages/plugin-')
}

/** @returns the path of a package's file from the root of the repository */
export function pathInRepository(member: WorkspacePackage, file: string): string {
  return `${member.folder}/${file}`
}
