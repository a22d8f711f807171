// What Microsoft Entra ID says no with, and what helps. Its codes are for people only: by its own word they may change, so
// nothing is decided by them. https://learn.microsoft.com/entra/identity-platform/reference-error-codes

const signInAgain = 'Sign in again.'
const policy = 'A Conditional Access policy of your organization'
const registration = 'the app registration in the Microsoft Entra admin center'

const remedies: ReadonlyMap<string, string> = new Map([
  ['50011', `Add the redirect URI http://localhost to ${registration}: platform "Mobile and desktop applications".`],
  ['50020', 'This account is not in that directory: sign in with one that is, or set plugins.azure.tenant to its own.'],
  ['50034', 'This account is not in that directory: sign in with one that is, or set plugins.azure.tenant to its own.'],
  ['50059', 'Set plugins.azure.tenant to the id or a domain of your directory.'],
  ['50076', `Multi-factor authentication is required. ${signInAgain}`],
  ['50079', `Multi-factor authentication must be set up for this account first. ${signInAgain}`],
  ['50097', `${policy} wants a known device: sign in with --flow browser on a device that your organization manages.`],
  ['50105', 'Ask an administrator to assign you to the app: Enterprise applications > the app > Users and groups.'],
  ['50158', `${policy} asks for something more. ${signInAgain}`],
  ['50173', `The login was revoked, for example because the password changed. ${signInAgain}`],
  ['50194', 'The app is for one directory only: set plugins.azure.tenant to the id of that directory.'],
  [
    '53000',
    `${policy} wants a compliant device: sign in with --flow browser on a device that your organization manages.`,
  ],
  ['53001', `${policy} wants a joined device: sign in with --flow browser on a device that your organization manages.`],
  ['53003', `${policy} blocks this sign-in; many block device codes. Try --flow browser, or ask an administrator.`],
  ['65001', 'Nobody has consented to the app yet: sign in with --flow browser and accept, or ask an administrator to.'],
  ['65004', 'The consent was declined. Sign in again and accept, or ask an administrator to consent.'],
  ['70008', `The login has expired. ${signInAgain}`],
  ['70011', 'Correct plugins.azure.oauth.scopes: one resource, as in https://cognitiveservices.azure.com/.default.'],
  ['70043', `A sign-in frequency policy of your organization ended the login. ${signInAgain}`],
  ['90002', 'There is no such directory: correct plugins.azure.tenant (or AZURE_TENANT_ID).'],
  [
    '90072',
    'This account is not in that directory: have it invited as a guest, or set plugins.azure.tenant to its own.',
  ],
  ['90094', 'An administrator must consent to the app: its API permissions > Grant admin consent.'],
  [
    '500011',
    'That directory does not know Microsoft Cognitive Services: correct plugins.azure.tenant, or oauth.scopes.',
  ],
  [
    '650052',
    'That directory does not know Microsoft Cognitive Services: correct plugins.azure.tenant, or oauth.scopes.',
  ],
  ['650057', `Add the API permission "Microsoft Cognitive Services > user_impersonation" to ${registration}.`],
  ['700016', 'The app is not in that directory: correct plugins.azure.oauth.client_id and plugins.azure.tenant.'],
  [
    '700025',
    `The app is a public client: take plugins.azure.oauth.client_secret away and use --flow browser or device.`,
  ],
  ['700082', `The login was not used for too long. ${signInAgain}`],
  ['900023', 'There is no such directory: correct plugins.azure.tenant (or AZURE_TENANT_ID).'],
  ['7000215', 'The client secret is wrong: copy its "Value" (not its "Secret ID"), or make a new one.'],
  ['7000216', 'The app must prove itself: set plugins.azure.oauth.client_secret.'],
  [
    '7000218',
    `Set "Allow public client flows" to Yes in ${registration} (Authentication), with http://localhost under "Mobile and desktop applications", not under "Web".`,
  ],
  ['7000222', 'The client secret has expired: make a new one in Certificates & secrets.'],
])

/** @returns what a person can do about the code that `description` begins with; undefined when it is not one of the known */
export function remedyFor(description: string): string | undefined {
  const code = /\bAADSTS(\d+)/.exec(description)?.[1]
  return code === undefined ? undefined : remedies.get(code)
}
