import { parseSync } from 'vite'
import type { SourceFile } from './workspace.ts'

/** Every module that a file names in an import, a re-export or an `import()` of a literal; types included. */
export function importsOf(file: SourceFile): string[] {
  const { module } = parseSync(file.path, file.text)
  const reExported = module.staticExports.flatMap((statement) =>
    statement.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
  )
  const dynamic = module.dynamicImports.flatMap(({ moduleRequest }) => {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(file.text.slice(moduleRequest.start, moduleRequest.end))
    return literal?.[2] ?? []
  })
  const imported = module.staticImports.map((statement) => statement.moduleRequest.value)
  return [...new Set([...imported, ...reExported, ...dynamic])]
}

/** The package that a bare specifier names: `@scope/name` or `name`; undefined for relative and `node:` ones. */
export function packageOf(specifier: string): string | undefined {
  return /^(@[^/]+\/[^/]+|[^@./:][^/:]*)(\/|$)/.exec(specifier)?.[1]
}
