import { readdir, readFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mergePackageJson } from './merge-package-json.js'
import type { Dialect, PluginChoices } from './plugin-choices.js'
import { renderTemplate } from './render-template.js'

const templates = fileURLToPath(new URL('../templates/', import.meta.url))

const folderOfDialect: Readonly<Record<Dialect, string>> = {
  'openai-chat': 'openai',
  'openai-responses': 'openai',
  'anthropic-messages': 'anthropic',
  gemini: 'gemini',
}

/** npm leaves files of this name out of a package, so it is kept under another. */
const renamed: Readonly<Record<string, string>> = { gitignore: '.gitignore' }

/** A package.json within a package would have a meaning of its own. */
const packagePart = 'package.part.json'

/** Parts of the README, each a file beside the sources that it speaks of. */
const readmeParts = ['start.md', 'client.md', 'sign-in.md']

/**
 * @param version of CCProxy's packages
 * @returns the text of every file of the new plugin by its path, with `/`
 */
export async function pluginFiles(choices: PluginChoices, version: string): Promise<ReadonlyMap<string, string>> {
  const ofProvider =
    choices.kind === 'provider' ? [`flows/${choices.flow}`, `dialects/${folderOfDialect[choices.dialect]}`] : []
  const layers = ['base', choices.kind, ...ofProvider]
  const files = new Map<string, string>()
  const packages: string[] = []
  for (const layer of layers) {
    for (const [path, template] of await filesIn(join(templates, layer))) {
      const text = renderTemplate(template, choices, version)
      if (path === packagePart) packages.push(text)
      else files.set(renamed[path] ?? path, text)
    }
  }
  if (choices.license === 'none') files.delete('LICENSE')
  for (const part of readmeParts) {
    const text = files.get(part)?.trimEnd() ?? ''
    files.set('README.md', files.get('README.md')?.replace(`<!-- ${part} -->`, () => text) ?? '')
    files.delete(part)
  }
  return files.set('package.json', mergePackageJson(packages, choices.license))
}

async function filesIn(folder: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name))
  return await Promise.all(
    paths.map(async (path) => {
      const relative = path.slice(folder.length + 1).replaceAll(sep, '/')
      return [relative, await readFile(path, 'utf8')] as const
    }),
  )
}
