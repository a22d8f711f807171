import { type FakeContextOptions, fakeContext } from './fake-context.js'
import { fakeHost } from './fake-host.js'
import { type FakeProviderOptions, fakeProvider } from './fake-provider.js'

/** A world with one provider, `acme`, and a person who is about to sign in. */
export async function loginWorld(provider: FakeProviderOptions = {}, context: FakeContextOptions = {}) {
  return fakeContext({ host: fakeHost([await fakeProvider(provider)]), ...context })
}

export type FakeLogin = NonNullable<FakeProviderOptions['login']>

/** Where the person is sent; its state must stay out of the list of processes. */
export const authorizeUrl = new URL('https://login.acme.example/authorize?state=fake-state-1')
