import { parseManifest } from '@ccproxy/core'
import { exportedPath } from '@ccproxy/host'
import type { PluginRule } from '../rule.js'

export const manifestFiles: PluginRule = {
  about: 'plugin',
  id: 'manifest-files',
  title: '`files` publishes the entry, and not everything',
  check: async (plugin) => {
    const file = await plugin.package()
    const { files } = file
    if (files === undefined || files.length === 0) {
      return [
        {
          problem: 'package.json has no `files`, so that tests and local files are published, too',
          fix: 'list what is published: "files": ["dist"]',
        },
      ]
    }
    const { manifest } = parseManifest(file.ccproxy)
    const target = manifest === undefined ? undefined : exportedPath(file, manifest.entry)
    if (target === undefined || files.some((pattern) => covers(pattern, target.replace(/^\.\//, '')))) return []
    return [
      {
        problem: `\`files\` (${files.join(', ')}) leaves out ${target}, so that the published package has no entry`,
        fix: 'add its folder to `files`',
      },
    ]
  },
}

/** Names of files and folders, and whole folders by a pattern: what people write there. */
function covers(pattern: string, path: string): boolean {
  const name = pattern.replace(/^\.?\//, '').replace(/\/(\*\*?)?(\/\*)?(\.js)?$/, '')
  return name === '*' || name === '**' || name === path || path.startsWith(`${name}/`)
}
