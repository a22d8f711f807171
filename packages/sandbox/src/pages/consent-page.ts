// The page of the consent mode `page`: two buttons.
import type { HttpBindings } from '@hono/node-server'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import { errors, type Provider } from 'oidc-provider'
import * as v from 'valibot'
import { accountId, createGrant } from '../authorization/consent-policy.js'
import type { StateStore } from '../authorization/state-store.js'
import { decisionForm, page } from './page.js'

interface Environment {
  Bindings: HttpBindings
}

const questionSchema = v.object({ client_id: v.string(), scope: v.optional(v.string(), '') })

export function createConsentPage(provider: Provider, store: StateStore): Hono<Environment> {
  const app = new Hono<Environment>()

  const question = async (c: Context<Environment>) => {
    const { params } = await provider.interactionDetails(c.env.incoming, c.env.outgoing)
    return v.parse(questionSchema, params)
  }

  app.get('/interaction/:uid', async (c) => {
    const { client_id: clientId, scope } = await question(c)
    const text = html`<p><strong>${clientId}</strong> asks for <em>${scope}</em>.</p>`
    return c.html(page('Allow access?', html`${text}${decisionForm(c.req.path)}`))
  })

  app.post('/interaction/:uid', async (c) => {
    const { client_id: clientId, scope } = await question(c)
    const { decision } = await c.req.parseBody()
    const result =
      decision === 'allow'
        ? {
            login: { accountId },
            consent: { grantId: await createGrant(provider, clientId, scope.split(' ')) },
          }
        : { error: 'access_denied', error_description: 'the person refused the request' }
    const returnTo = await provider.interactionResult(c.env.incoming, c.env.outgoing, result)
    store.flush()
    return c.redirect(returnTo, 303)
  })

  app.onError((error, c) => {
    if (!(error instanceof errors.SessionNotFound)) throw error
    return c.html(page('Too late', html`<p>This sign-in has expired, or was begun in another browser.</p>`), 400)
  })
  return app
}
