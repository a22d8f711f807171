import { readFile } from 'node:fs/promises'

export interface DocumentBlock {
  /** The first word after the fence. */
  readonly language: string
  /** `file=…` after it. */
  readonly file: string | undefined
  readonly text: string
}

/** The fenced blocks of a page of `docs/`. */
export async function documentBlocks(page: string): Promise<readonly DocumentBlock[]> {
  const text = await readFile(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8')
  return [...text.matchAll(/^```(\w*)(?: file=(\S+))?\n(.*?)^```$/gms)].map(([, language = '', file, block = '']) => ({
    language,
    file,
    text: block,
  }))
}
