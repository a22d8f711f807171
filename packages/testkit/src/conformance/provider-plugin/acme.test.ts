import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll } from 'vitest'
import { acme } from './__fixtures__/acme.js'
import { writePackage } from './__fixtures__/write-package.js'
import { describeProviderPlugin } from './describe-provider-plugin.js'

const folder = await writePackage()
afterAll(() => folder.remove())

describeProviderPlugin(acme(), {
  packageJson: pathToFileURL(join(folder.path, 'package.json')),
  golden: new URL('__fixtures__/golden', import.meta.url),
})
