/** What a provider makes of the credential of a request: `absent` = none came, `conflicting` = more than one came. */
export type CredentialVerdict = 'accepted' | 'expired' | 'unknown' | 'absent' | 'conflicting'
