// Writes packages/core/api-report.txt from core's sources; the structure check fails when the two differ.
import { writeFile } from 'node:fs/promises'
import { apiReportPath, generateApiReport } from './read-api.ts'

await writeFile(apiReportPath, await generateApiReport())
