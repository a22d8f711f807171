// Writes docs/errors.md from the error table; a unit test of core fails when the two differ.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorTable } from '../../../packages/core/src/errors/error-table.ts'
import { errorsDocument } from './errors-document.ts'

await writeFile(join(import.meta.dirname, '../../../docs/errors.md'), errorsDocument(errorTable))
