import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { dialects, flows, type ProviderChoices } from './plugin-choices.js'
import { pluginFiles } from './plugin-files.js'

const zeta: ProviderChoices = {
  kind: 'provider',
  name: 'zeta-ai',
  displayName: 'Zeta (beta)',
  packageName: '@me/zeta',
  flow: 'authorization-code',
  dialect: 'openai-responses',
  baseUrl: 'https://zeta.test/acme/$&',
  authorizeUrl: 'https://id.zeta.test/a',
  tokenUrl: 'https://id.zeta.test/t',
  deviceAuthorizationUrl: 'https://id.zeta.test/d',
  license: 'MIT',
  directory: '/nowhere',
}

const combinations = flows.flatMap((flow) => dialects.map((dialect) => ({ flow, dialect })))

it.each(combinations)('$flow with $dialect: nothing of the sample is left', async (choices) => {
  const files = await pluginFiles({ ...zeta, ...choices }, '1.2.3')
  expect([...files.keys()].toSorted()).toEqual(
    expect.arrayContaining(
      [
        '.github/workflows/ci.yml .gitignore LICENSE README.md package.json tsconfig.build.json tsconfig.json',
        'src/adapter.test.ts src/adapter.ts src/config.ts src/conformance.test.ts src/index.ts src/plugin.test.ts src/plugin.ts',
      ].flatMap((line) => line.split(' ')),
    ),
  )
  const text = [...files.values()].join('\n').replaceAll(zeta.baseUrl, '')
  expect(text).not.toMatch(/acme|0\.0\.0-ccproxy|<!--/i)
  expect(text.match(/'(openai-chat|openai-responses|anthropic-messages|gemini)'/)?.[1]).toBe(choices.dialect)
})

it.each(['storage', 'system'] as const)('writes a %s plugin in which nothing of the sample is left', async (kind) => {
  const { name, displayName, packageName, license, directory } = zeta
  const files = await pluginFiles({ kind, name, displayName, packageName, license, directory }, '1.2.3')
  expect([...files.keys()]).toEqual(
    expect.arrayContaining([
      'LICENSE',
      'README.md',
      'src/config.ts',
      'src/index.ts',
      'src/plugin.test.ts',
      'src/plugin.ts',
    ]),
  )
  expect([...files.values()].join('\n')).not.toMatch(/acme|0\.0\.0-ccproxy|<!--/i)
  expect(JSON.parse(files.get('package.json') ?? '')).toMatchObject({
    name: '@me/zeta',
    ccproxy: { apiVersion: 1, kind, name: 'zeta-ai', entry: '.', displayName: 'Zeta (beta)' },
    dependencies: { valibot: '^1.5.0' },
  })
})

it('puts values where they belong, whatever is in them', async () => {
  const files = await pluginFiles({ ...zeta, flow: 'api-key' }, '1.2.3')
  expect(files.get('src/config.ts')).toContain("baseUrl: 'https://zeta.test/acme/$&'")
  expect(files.get('src/plugin.ts')).toContain("env: ['ZETA_AI_API_KEY']")
  expect(files.get('README.md')).toContain('export ZETA_AI_API_KEY=…')
  expect(files.get('README.md')).toContain('OPENAI_BASE_URL=http://127.0.0.1:8000/zeta-ai/v1')
})

it('the package is named, versioned and licensed as asked', async () => {
  const files = await pluginFiles({ ...zeta, license: 'none' }, '1.2.3')
  expect(files.has('LICENSE')).toBe(false)
  expect(JSON.parse(files.get('package.json') ?? '')).toMatchObject({
    name: '@me/zeta',
    license: 'UNLICENSED',
    ccproxy: { apiVersion: 1, kind: 'provider', name: 'zeta-ai', entry: '.', displayName: 'Zeta (beta)' },
    peerDependencies: { '@ccproxy/core': '^1.2.3', '@ccproxy/cli': '^1.2.3' },
  })
})

it('valibot is a dependency where the code uses it, and only there', async () => {
  for (const dialect of dialects) {
    const files = await pluginFiles({ ...zeta, dialect }, '1.2.3')
    const uses = [...files].some(([path, text]) => path.endsWith('.ts') && text.includes("from 'valibot'"))
    expect(JSON.parse(files.get('package.json') ?? '').dependencies).toEqual(uses ? { valibot: '^1.5.0' } : undefined)
  }
})

it('asks for the versions that this repository is tested with', async () => {
  const catalog = await readFile(new URL('../../../pnpm-workspace.yaml', import.meta.url), 'utf8')
  const files = await pluginFiles({ ...zeta, dialect: 'gemini' }, '1.2.3')
  const { dependencies, devDependencies } = JSON.parse(files.get('package.json') ?? '')
  const ranges = Object.entries<string>({ ...dependencies, ...devDependencies })
  for (const [name, range] of ranges.filter(([each]) => !each.startsWith('@ccproxy/')))
    expect(catalog).toMatch(
      new RegExp(`^ {2}"?${name}"?: ${range.replace('^', '').replaceAll('.', String.raw`\.`)}$`, 'm'),
    )
})
