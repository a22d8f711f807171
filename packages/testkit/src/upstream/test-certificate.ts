/**
 * A self-signed certificate for 127.0.0.1, ::1 and localhost, with its key: made for tests, public, trusted by nobody.
 * Committed, since node:crypto cannot make certificates. Valid for 100 years.
 */
export const testCertificate = {
  certificate: `-----BEGIN CERTIFICATE-----
MIIB4TCCAYagAwIBAgIUe/ooKatyjdzrc1dCqX4YWMhIABUwCgYIKoZIzj0EAwIw
LTErMCkGA1UEAwwiY2Nwcm94eSB0ZXN0IGZpeHR1cmUsIG5vdCBhIHNlY3JldDAg
Fw0yNjExMjIyMTQzNDdaGA8yMTI2MTAyOTIxNDM0N1owLTErMCkGA1UEAwwiY2Nw
cm94eSB0ZXN0IGZpeHR1cmUsIG5vdCBhIHNlY3JldDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABEixZxlFz4st2tnJft31f+HxUF5sk/SmKhbX52girC+jnzeoxoDv
AJLB7HEEMMfetwjnCRPuXOEHtW4sjkAd4aKjgYEwfzAdBgNVHQ4EFgQUuX3TaqAe
029IAaoj+Dk+eDxFDSMwHwYDVR0jBBgwFoAUuX3TaqAe029IAaoj+Dk+eDxFDSMw
DwYDVR0TAQH/BAUwAwEB/zAsBgNVHREEJTAjgglsb2NhbGhvc3SHBH8AAAGHEAAA
AAAAAAAAAAAAAAAAAAEwCgYIKoZIzj0EAwIDSQAwRgIhALT+MYhkQSzEZG9ps5bf
lRnpIvhT3jDjfS0M/jOv+/4PAiEAzY5i5oBw/ZxpCyLTd6wnlo5nBcTNDCAabxQP
owbF+x8=
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg/m225biN4AcvbREe
LxiQB0/aXn8Fq4Iyhf7WFr0d5VGhRANCAARIsWcZRc+LLdrZyX7d9X/h8VBebJP0
pioW1+doIqwvo583qMaA7wCSwexxBDDH3rcI5wkT7lzhB7VuLI5AHeGi
-----END PRIVATE KEY-----
`,
}
