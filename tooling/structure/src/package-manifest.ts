import * as v from 'valibot'

const dependencies = v.optional(v.record(v.string(), v.string()), {})
const exportsField = v.optional(v.record(v.string(), v.union([v.string(), v.record(v.string(), v.string())])))

/** The part of a package.json that has rules; absent fields stay absent, so that a rule can say so. */
export const packageManifestSchema = v.object({
  name: v.string(),
  private: v.optional(v.boolean()),
  version: v.optional(v.string()),
  description: v.optional(v.string()),
  license: v.optional(v.string()),
  type: v.optional(v.string()),
  engines: v.optional(v.object({ node: v.optional(v.string()) })),
  exports: exportsField,
  files: v.optional(v.array(v.string())),
  publishConfig: v.optional(v.object({ access: v.optional(v.string()), exports: exportsField })),
  ccproxy: v.optional(v.object({ name: v.string(), kind: v.string() })),
  dependencies,
  devDependencies: dependencies,
  peerDependencies: dependencies,
  optionalDependencies: dependencies,
})

export type PackageManifest = v.InferOutput<typeof packageManifestSchema>
