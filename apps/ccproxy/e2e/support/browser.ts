// A real browser of the system, with a profile of its own that is thrown away.
import { createTemporaryDirectory } from '@ccproxy/testkit'
import { type BrowserContext, chromium } from 'playwright-core'

export interface Browser extends AsyncDisposable {
  readonly context: BrowserContext
}

/** A name that leads to this machine, as one does that an attacker has pointed here. */
export const reboundName = 'rebound.example'

/** @param executablePath of Chromium */
export async function openBrowser(executablePath: string): Promise<Browser> {
  const profile = await createTemporaryDirectory('ccproxy-browser-')
  const context = await chromium.launchPersistentContext(profile.path, {
    executablePath,
    headless: true,
    // Containers run tests as root, where Chromium has no sandbox; the only pages are ours.
    chromiumSandbox: false,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${reboundName} 127.0.0.1`,
    ],
  })
  return {
    context,
    [Symbol.asyncDispose]: async () => {
      await context.close()
      await profile.remove()
    },
  }
}
