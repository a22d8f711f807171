// The shape of the repository as rules: prints every finding, and exits 1 if there is one.
import { join } from 'node:path'
import { errorTable } from '../../../packages/core/src/errors/error-table.ts'
import { apiProblems } from './api-report.ts'
import { boundGroups } from './bounds/bounds.ts'
import type { Finding } from './finding.ts'
import { readApi } from './read-api.ts'
import { readWorkspace } from './read-workspace.ts'
import { boundedCollections } from './rules/bounded-collections.ts'
import { catalogRule } from './rules/catalog-rule.ts'
import { errorCodes } from './rules/error-codes.ts'
import { fileNames } from './rules/file-names.ts'
import { fileSize } from './rules/file-size.ts'
import { layerRule } from './rules/layer-rule.ts'
import { packageShape } from './rules/package-shape.ts'
import { pluginShape } from './rules/plugin-shape.ts'
import { sizeReport } from './size-report.ts'

const workspace = await readWorkspace(join(import.meta.dirname, '../../..'))
const findings: Finding[] = [
  ...[packageShape, pluginShape, layerRule, catalogRule, fileNames, fileSize].flatMap((rule) => rule(workspace)),
  ...boundedCollections(
    workspace,
    boundGroups.flatMap(({ bounds }) => bounds),
  ),
  ...errorCodes(workspace, Object.keys(errorTable)),
  ...apiProblems(await readApi()).map((message) => ({
    rule: 'api report',
    path: 'packages/core/api-report.txt',
    message,
  })),
]

for (const line of sizeReport(workspace)) console.log(line)
for (const { rule, path, message } of findings) console.error(`${path}: ${message} (${rule})`)
if (findings.length > 0) {
  console.error(`${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}`)
  process.exitCode = 1
}
