// A registry of packages on loopback, as npm asks one: documents by name, tarballs by address.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTemporaryDirectory } from '@ccproxy/testkit'

const run = promisify(execFile)

interface PackageFile {
  readonly name: string
  readonly version: string
  readonly [field: string]: unknown
}

export interface PackageRegistry {
  readonly url: string
  /** Publishes a package of these files; `file` is its package.json. */
  publish(file: PackageFile, files: Record<string, string>): Promise<void>
  /** Publishes what was packed elsewhere. */
  publishTarball(file: { readonly name: string; readonly version: string }, tarball: Buffer): void
  /** From now on another tarball is served for the latest version than the one that was vouched for. */
  tamper(name: string): void
  [Symbol.asyncDispose](): Promise<void>
}

interface Published {
  readonly versions: Record<string, object>
  latest: string
  readonly tarballs: Map<string, Buffer>
}

export async function startPackageRegistry(): Promise<PackageRegistry> {
  const root = await createTemporaryDirectory('ccproxy-registry-')
  const packages = new Map<string, Published>()
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').slice(1)
    const [name = '', file] = path.split('/-/')
    const found = packages.get(name)
    if (found === undefined)
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"Not found"}')
    else if (file !== undefined) response.writeHead(200).end(found.tarballs.get(file))
    else {
      const document = { name, 'dist-tags': { latest: found.latest }, versions: found.versions }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(document))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`

  function add(file: { readonly name: string; readonly version: string }, tarball: Buffer): void {
    const { name, version } = file
    const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    const dist = { tarball: `${url}/${name}/-/${version}.tgz`, integrity }
    const known: Published = packages.get(name) ?? { versions: {}, latest: version, tarballs: new Map() }
    known.versions[version] = { ...file, dist }
    known.latest = version
    known.tarballs.set(`${version}.tgz`, tarball)
    packages.set(name, known)
  }

  return {
    url,
    async publish(file, files) {
      const folder = join(root.path, `${file.name.replaceAll('/', '_')}-${file.version}`)
      add(file, await packed(folder, file, files))
    },
    publishTarball: add,
    tamper(name) {
      const known = packages.get(name)
      known?.tarballs.set(`${known.latest}.tgz`, Buffer.from('another tarball'))
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await root.remove()
    },
  }
}

async function packed(folder: string, file: object, files: Record<string, string>): Promise<Buffer> {
  const source = join(folder, 'package')
  await mkdir(source, { recursive: true })
  await writeFile(join(source, 'package.json'), JSON.stringify(file))
  for (const [name, text] of Object.entries(files)) await writeFile(join(source, name), text)
  await run('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder })
  return await readFile(join(folder, 'package.tgz'))
}
