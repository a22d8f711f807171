/** What clients show the proxy; no provider may ever see it. */
export const clientKey = 'ccp_fake_key_of_the_soak'
