import type { License } from './plugin-choices.js'

/** @param texts of package.json, the parts after the first only with what they add */
export function mergePackageJson(texts: readonly string[], license: License): string {
  const merged: Record<string, unknown> = Object.assign({}, ...texts.map((text): unknown => JSON.parse(text)))
  if (license === 'none') merged['license'] = 'UNLICENSED'
  if (JSON.stringify(merged['dependencies']) === '{}') delete merged['dependencies']
  return `${JSON.stringify(merged, null, 2)}\n`
}
