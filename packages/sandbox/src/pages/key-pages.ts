// A sign-in without clients: PKCE alone binds the code to whoever asked, and what it is exchanged for is a key.
import { createHash, randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import * as v from 'valibot'
import { deviatingPaths } from '../authorization/endpoints.js'
import { keyModel } from '../authorization/issued-credentials.js'
import type { StateStore } from '../authorization/state-store.js'
import type { Behaviour } from '../server/behaviour.js'
import { decisionForm, page } from './page.js'

const codeModel = 'KeyCode'
const codeLifetimeMs = 60_000

const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ['127.0.0.1', '[::1]', 'localhost'].includes(new URL(url).hostname)

const questionSchema = v.object({
  callback_url: v.pipe(v.string(), v.check(isLoopback)),
  code_challenge: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
  code_challenge_method: v.literal('S256'),
})
type Question = v.InferOutput<typeof questionSchema>

const exchangeSchema = v.object({
  code: v.string(),
  code_verifier: v.string(),
  code_challenge_method: v.literal('S256'),
})

export function createKeyPages(store: StateStore, behaviour: Behaviour): Hono {
  const app = new Hono()

  function answer(
    c: Context,
    { callback_url: callback, code_challenge: challenge }: Question,
    allowed: boolean,
  ): Response {
    const url = new URL(callback)
    if (allowed) {
      const code = randomBytes(24).toString('base64url')
      store.set({ model: codeModel, id: code, payload: { challenge }, expiresAt: Date.now() + codeLifetimeMs })
      url.searchParams.set('code', code)
    } else {
      url.searchParams.set('error', 'access_denied')
    }
    store.flush()
    return c.redirect(url.href, 303)
  }

  app.get(deviatingPaths.keyAuthorize, (c) => {
    const question = v.safeParse(questionSchema, c.req.query())
    if (!question.success) return c.html(unknownRequest, 400)
    if (behaviour.consent !== 'page') return answer(c, question.output, behaviour.consent === 'auto')
    const { host } = new URL(question.output.callback_url)
    const form = decisionForm(deviatingPaths.keyAuthorize, question.output)
    return c.html(page('Give out a key?', html`<p>A program at <strong>${host}</strong> asks for one.</p>${form}`))
  })

  app.post(deviatingPaths.keyAuthorize, async (c) => {
    const { decision, ...fields } = await c.req.parseBody()
    const question = v.safeParse(questionSchema, fields)
    if (!question.success) return c.html(unknownRequest, 400)
    return answer(c, question.output, decision === 'allow')
  })

  app.post(deviatingPaths.keys, async (c) => {
    const exchange = v.safeParse(v.pipe(v.string(), v.parseJson(), exchangeSchema), await c.req.text())
    if (!exchange.success) return c.json({ error: { code: 400, message: 'the request is not one for a key' } }, 400)
    const { code, code_verifier: verifier } = exchange.output
    const record = store.get(codeModel, code)
    store.delete(codeModel, code)
    store.flush()
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const isGood = record?.payload['challenge'] === challenge && (record.expiresAt ?? 0) > Date.now()
    if (!isGood) return c.json({ error: { code: 403, message: 'the code or its verifier is wrong' } }, 403)
    const key = `sandbox-key-${randomBytes(24).toString('base64url')}`
    store.set({ model: keyModel, id: key, payload: {} })
    store.flush()
    return c.json({ key, user_id: 'sandbox-user' })
  })
  return app
}

const unknownRequest = page('Sign-in failed', html`<p>This is not the address of a sign-in.</p>`)
