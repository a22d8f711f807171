import { readFile } from 'node:fs/promises'
import type { Report } from './report.ts'

/** @throws Error when the file is no report of the bench */
export async function readReport(path: string): Promise<Report> {
  const content: unknown = JSON.parse(await readFile(path, 'utf8'))
  if (!isReport(content)) throw new Error(`${path} is no report of the bench`)
  return content
}

/** What the bench itself wrote needs no more than to be told from other files. */
function isReport(content: unknown): content is Report {
  return (
    typeof content === 'object' &&
    content !== null &&
    'machine' in content &&
    'rows' in content &&
    Array.isArray(content.rows)
  )
}
