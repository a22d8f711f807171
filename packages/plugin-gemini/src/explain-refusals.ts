// Google's words for what is wrong with a login: https://developers.google.com/identity/protocols/oauth2
import type { TokenRefusal } from '@ccproxy/core'

const reauthentication =
  'Your organization asks for a new sign-in after a while (session length of Google Cloud services); '

/** Refusals of the user's own OAuth client. */
export function explainLogin({ error, description = '' }: TokenRefusal): string | undefined {
  if (error === 'invalid_grant' && /rapt/.test(description))
    return `${reauthentication}run \`ccproxy auth login gemini\` again.`
  if (error === 'invalid_grant' && /expired or revoked/.test(description))
    return (
      'Sign in again with `ccproxy auth login gemini`. If that happens every 7 days, the consent screen of your OAuth client ' +
      'is in testing: publish it in the Google Cloud console (Google Auth Platform > Audience).'
    )
  if (error === 'deleted_client' || error === 'disabled_client')
    return 'Make a new OAuth client of the type "Desktop app" in the Google Cloud console, and put its id and secret into plugins.gemini.oauth.'
  if (error === 'invalid_client' || /client_secret/.test(description))
    return 'Set plugins.gemini.oauth.client_id and client_secret to those of your "Desktop app" client; Google wants the secret too.'
  return undefined
}

/** Refusals of what gcloud signed in with. */
export function explainDefaultLogin({ error, description = '' }: TokenRefusal): string | undefined {
  const command = 'run `gcloud auth application-default login` again.'
  if (error === 'invalid_grant')
    return /rapt/.test(description) ? `${reauthentication}${command}` : capitalized(command)
  return error === 'invalid_client' || error === 'deleted_client' ? capitalized(command) : undefined
}

/** Refusals of the assertion of a service account. */
export function explainAssertion({ error, description = '' }: TokenRefusal): string | undefined {
  if (error !== 'invalid_grant' && error !== 'invalid_client') return undefined
  if (/signature/i.test(description))
    return 'The key was deleted at Google: download a new one for the service account.'
  if (/timeframe|iat|exp\b/i.test(description)) return 'Set the clock of this machine: Google compares it with its own.'
  if (/account not found|not found/i.test(description))
    return 'The service account was deleted: use the key of another one.'
  return 'Check that the service account is enabled and that its key was not deleted in the Google Cloud console.'
}

function capitalized(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`
}
