// The upstream alone, and the servers in Node and C that only hand on.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { portFromMessage, startProcess } from '../processes/start-process.ts'
import { temporaryFolder } from '../processes/temporary-folder.ts'
import { Unavailable } from '../row.ts'
import { freePort } from './free-port.ts'
import { listens } from './listens.ts'
import { plain, type Target } from './target.ts'
import { versionOf } from './version-of.ts'

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

export async function startUpstream(): Promise<Target> {
  const started = startProcess([process.execPath, pathOf('../upstream/upstream-process.ts')], {
    core: 'load',
    ipc: true,
  })
  return { ...plain, ...started, port: await portFromMessage(started) }
}

export async function startPipe(upstreamPort: number): Promise<Target> {
  const command = [process.execPath, pathOf('./pipe-process.ts'), String(upstreamPort)] as const
  const started = startProcess(command, { core: 'proxy', ipc: true })
  return { ...plain, ...started, port: await portFromMessage(started) }
}

/** @throws Unavailable */
export async function startNginx(upstreamPort: number): Promise<Target> {
  if ((await versionOf('nginx')) === undefined) throw new Unavailable('there is no nginx (the Debian package) on PATH')
  const folder = temporaryFolder()
  const port = await freePort()
  const configuration = join(folder.path, 'nginx.conf')
  await mkdir(join(folder.path, 'tmp'))
  await writeFile(configuration, nginxConfiguration(folder.path, port, upstreamPort))
  const started = startProcess(['nginx', '-e', join(folder.path, 'error.log'), '-c', configuration], { core: 'proxy' })
  await listens(port, started)
  const stop = async (): Promise<void> => {
    await started[Symbol.asyncDispose]()
    folder[Symbol.dispose]()
  }
  return { ...plain, ...started, port, [Symbol.asyncDispose]: stop }
}

/** One process, kept-alive connections on both sides, streams handed on as they come. */
const nginxConfiguration = (folder: string, port: number, upstreamPort: number): string => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path ${folder}/tmp/body;
  proxy_temp_path ${folder}/tmp/proxy;
  fastcgi_temp_path ${folder}/tmp/fastcgi;
  uwsgi_temp_path ${folder}/tmp/uwsgi;
  scgi_temp_path ${folder}/tmp/scgi;
  client_max_body_size 32m;
  client_body_buffer_size 2m;
  keepalive_requests 100000000;
  upstream provider { server 127.0.0.1:${upstreamPort}; keepalive 256; keepalive_requests 100000000; }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://provider;
      proxy_http_version 1.1;
      proxy_set_header connection "";
      proxy_buffering off;
    }
  }
}
`
