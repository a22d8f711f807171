// What a person does while `ccproxy auth login` waits.
import { type Program, walkRedirects } from '@ccproxy/testkit'

/** Returns when the person is done; the program may take longer. */
export type Person = (program: Program) => Promise<void>

const addressOf = async (program: Program): Promise<URL> => new URL((await program.printed(/^https?:\/\/\S+$/m))[0])

/** Opens the printed address and allows. */
export const browses: Person = async (program) => {
  const { response } = await walkRedirects(await addressOf(program))
  if (response?.ok !== true) throw new Error(`the browser ended at status ${response?.status}`)
}

/** Opens the printed address on another device and enters the code. */
export const entersCode: Person = async (program) => {
  const address = await addressOf(program)
  const [, code = ''] = await program.printed(/enter the code (\S+?):?$/m, { anywhere: true })
  address.searchParams.set('user_code', code)
  const { response } = await walkRedirects(address)
  if (response?.ok !== true) throw new Error(`the device page answered ${response?.status}`)
}

/** Opens the printed address and types the code that the page shows. */
export const pastesCode: Person = async (program) => {
  const { response } = await walkRedirects(await addressOf(program))
  const [, code = ''] = /<code>(.+)<\/code>/.exec((await response?.text()) ?? '') ?? []
  await types(code)(program)
}

export const types =
  (line: string): Person =>
  (program) => {
    program.type(`${line}\n`)
    return Promise.resolve()
  }

/** Is not asked. */
export const waits: Person = () => Promise.resolve()
