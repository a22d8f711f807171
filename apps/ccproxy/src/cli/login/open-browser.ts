import { isSecureEndpoint } from '@ccproxy/core'

/**
 * Starts a browser at an address that is https or on this machine. It is handed on as one argument without a shell; a URL
 * that the parser wrote begins with its scheme, never with '-', and holds neither spaces nor control characters.
 * @returns false for any other address, which is then not opened
 */
export async function openBrowser(url: URL, launch: (address: string) => Promise<void>): Promise<boolean> {
  const address = url.href
  const bare = address.split('#', 1)[0] ?? ''
  if (!isSecureEndpoint(bare) || !/^https?:\/\/[\x21-\x7e]+$/.test(address)) return false
  await launch(address)
  return true
}
