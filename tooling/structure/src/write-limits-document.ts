// Writes docs/limits.md from the list of bounds; a test fails when the two differ.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { boundGroups } from './bounds/bounds.ts'
import { limitsDocument } from './limits-document.ts'

await writeFile(join(import.meta.dirname, '../../../docs/limits.md'), limitsDocument(boundGroups))
