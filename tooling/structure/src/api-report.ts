// What the public types of core are, as text: the declarations that its index leads to, without comments.
import { posix } from 'node:path'

const reference = /(?:from |import\()'(\.[^']+)\.js'/g

/** @param declarations text of each `.d.ts` file by its path below the package, with forward slashes */
export function apiReport(declarations: ReadonlyMap<string, string>): string {
  const reachable = new Set(['index.d.ts'])
  for (const path of reachable) {
    for (const [, target = ''] of (declarations.get(path) ?? '').matchAll(reference)) {
      const file = posix.join(posix.dirname(path), `${target}.d.ts`)
      if (declarations.has(file)) reachable.add(file)
    }
  }
  const [index = '', ...others] = reachable
  const parts = [index, ...others.toSorted()].map((path) => `# ${path}\n\n${(declarations.get(path) ?? '').trim()}\n`)
  return parts.join('\n')
}

export interface ApiState {
  /** What the sources say now. */
  readonly generated: string
  /** What was committed. */
  readonly report: string | undefined
  /** As of the last release; undefined: there was none. */
  readonly released: string | undefined
  /** Texts of the changesets that wait for the next release. */
  readonly changesets: readonly string[]
}

/** @returns what is wrong, as sentences */
export function apiProblems({ generated, report, released, changesets }: ApiState): readonly string[] {
  if (generated !== report)
    return [
      'The public types of core are not those of api-report.txt. If that is meant: npm run docs:api, and a changeset.',
    ]
  const announced = changesets.some((text) => /^['"]@ccproxy\/core['"]:/m.test(text))
  if (report === released || announced) return []
  return ['The public types of core changed since the last release, and no changeset names @ccproxy/core.']
}
