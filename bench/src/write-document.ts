// `npm run docs:performance [report]`: puts the figures of a run of the bench into docs/performance.md.
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { latestReport } from './report/latest-report.ts'
import { withFigures } from './report/performance-document.ts'
import { readReport } from './report/read-report.ts'

const document = fileURLToPath(new URL('../../docs/performance.md', import.meta.url))

const report = await readReport(process.argv[2] ?? latestReport)
await writeFile(document, withFigures(await readFile(document, 'utf8'), report))
