import { delimiter, dirname } from 'node:path'

/** This Node first, and nothing of the npm or pnpm that may have started the tests but where packages come from. */
export function npmEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(
    ([name]) => !/^(npm|pnpm)_/i.test(name) || /^npm_config_(registry|cache|userconfig|.*proxy)$/i.test(name),
  )
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter)
  return { ...Object.fromEntries(entries), PATH: path, INIT_CWD: undefined }
}
