// The `ccproxy` field of a package.json, read without running code.
import * as v from 'valibot'

const commandNames = ['serve', 'auth', 'plugins', 'config', 'doctor', 'env', 'run', 'setup', 'usage', 'quota', 'help']
const pathNames = ['v1', 'v1beta', 'auth', 'health', 'plugins', 'metrics', 'dashboard']
const taken: ReadonlySet<string> = new Set([...commandNames, ...pathNames])

const pluginName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,31}$/, 'must match ^[a-z][a-z0-9-]{0,31}$'),
  v.check((name) => !taken.has(name), 'is a command or path of CCProxy itself'),
)

const commandFlag = v.object({
  name: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be the name of a flag without its dashes')),
  description: v.string(),
  value: v.optional(v.string()),
})

const manifestSchema = v.looseObject({
  apiVersion: v.number(),
  kind: v.picklist(['provider', 'storage', 'system']),
  name: pluginName,
  entry: v.pipe(v.string(), v.regex(/^\.(\/[\w.-]+)*$/, 'must be an exports subpath such as "." or "./ccproxy"')),
  displayName: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  enabledByDefault: v.optional(v.boolean(), true),
  requires: v.optional(v.array(v.string()), []),
  commands: v.optional(
    v.array(v.object({ name: v.string(), description: v.string(), flags: v.optional(v.array(commandFlag)) })),
    [],
  ),
})

export interface PluginManifest {
  readonly apiVersion: number
  readonly kind: 'provider' | 'storage' | 'system'
  /** The provider's name in paths, settings and on the command line. */
  readonly name: string
  /** An exports subpath, never a file path. */
  readonly entry: string
  readonly displayName: string
  /** False: it runs only when the user's settings name it. */
  readonly enabledByDefault: boolean
  /** Names of plugins that start before it and must run. */
  readonly requires: readonly string[]
  readonly commands: readonly ManifestCommand[]
}

/** A command of the plugin, described in the manifest so that help runs no code of the plugin. */
export interface ManifestCommand {
  readonly name: string
  readonly description: string
  /** What `--help` lists besides the flags that every command has. The command reads its flags itself. */
  readonly flags?: readonly ManifestFlag[] | undefined
}

export interface ManifestFlag {
  /** Without dashes: `account`. */
  readonly name: string
  readonly description: string
  /** What the value is, for help: `name`. Absent: the flag takes no value. */
  readonly value?: string | undefined
}

/** The manifest, or what is wrong with it, key by key. */
export function parseManifest(
  raw: unknown,
):
  | { readonly manifest: PluginManifest; readonly issues?: never }
  | { readonly manifest?: never; readonly issues: readonly string[] } {
  const result = v.safeParse(manifestSchema, raw)
  if (result.success) return { manifest: result.output }
  return { issues: result.issues.map((issue) => `${v.getDotPath(issue) ?? 'ccproxy'}: ${issue.message}`) }
}
