// Writes docs/formats.md from the field table; a unit test fails when the two differ.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { formatsColumns } from './formats-columns.ts'
import { formatsDocument } from './formats-document.ts'

await writeFile(join(import.meta.dirname, '../../../docs/formats.md'), formatsDocument(formatsColumns))
