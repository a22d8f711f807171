// Where the hf program keeps its login: https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
import { dirname, join } from 'node:path'
import { readOwnerFile } from '@ccproxy/core'

export type Environment = Readonly<Record<string, string | undefined>>

export interface HfToken {
  readonly accessToken: string
  /** Epoch ms. Absent: it does not end, or nobody wrote down when. */
  readonly expiresAt?: number
}

const hint = 'Make it a file of your own that you may read, or run `hf auth login`.'

/** @returns undefined when there is no home directory either */
export function tokenPath(environment: Environment): string | undefined {
  const { HF_TOKEN_PATH, HF_HOME, XDG_CACHE_HOME, HOME, USERPROFILE } = environment
  if (HF_TOKEN_PATH) return HF_TOKEN_PATH
  if (HF_HOME) return join(HF_HOME, 'token')
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'huggingface', 'token')
  const home = process.platform === 'win32' ? USERPROFILE : HOME
  return home ? join(home, '.cache', 'huggingface', 'token') : undefined
}

/** @returns undefined when nobody is signed in. @throws as `readOwnerFile` */
export async function readHfToken(path: string): Promise<HfToken | undefined> {
  const accessToken = (await readOwnerFile(path, { hint }))?.trim() ?? ''
  if (accessToken === '') return undefined
  const stored = await readOwnerFile(join(dirname(path), 'stored_tokens'), { hint })
  const expiresAt = stored === undefined ? undefined : endOf(accessToken, stored)
  return { accessToken, ...(expiresAt !== undefined && { expiresAt }) }
}

/** `stored_tokens` has one section for each token; those of a sign-in in the browser say when they end, in epoch seconds. */
function endOf(token: string, stored: string): number | undefined {
  const section = stored.split(/^\[/m).find((text) => field(text, 'hf_token') === token)
  const seconds = Number(section === undefined ? Number.NaN : field(section, 'expires_at'))
  return Number.isSafeInteger(seconds) && seconds > 0 ? seconds * 1000 : undefined
}

function field(section: string, name: string): string | undefined {
  return new RegExp(`^${name}\\s*=\\s*(\\S+)\\s*$`, 'm').exec(section)?.[1]
}
