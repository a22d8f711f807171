import { describe, expect, it } from 'vitest'
import { credentialsPath } from './credentials-path.js'

const name = 'application_default_credentials.json'

describe('application default credentials are', () => {
  it.each([
    ['where the variable says', { GOOGLE_APPLICATION_CREDENTIALS: '/keys/a.json', HOME: '/home/a' }, '/keys/a.json'],
    ['where gcloud is told to be', { CLOUDSDK_CONFIG: '/opt/gcloud', HOME: '/home/a' }, `/opt/gcloud/${name}`],
    ['at home', { HOME: '/home/a' }, `/home/a/.config/gcloud/${name}`],
    [
      'at home, when the variable is empty',
      { GOOGLE_APPLICATION_CREDENTIALS: ' ', HOME: '/home/a' },
      `/home/a/.config/gcloud/${name}`,
    ],
    ['nowhere without a home', {}, undefined],
    ['nowhere in the folder of Windows', { APPDATA: 'C:\\Users\\a\\AppData' }, undefined],
  ])('%s', (_where, environment, path) => {
    expect(credentialsPath(environment, 'linux')).toBe(path)
  })

  it.each([
    [
      'in the application data',
      { APPDATA: String.raw`C:\Users\a\AppData\Roaming` },
      String.raw`C:\Users\a\AppData\Roaming\gcloud\${name}`,
    ],
    ['where gcloud is told to be', { CLOUDSDK_CONFIG: String.raw`D:\gcloud` }, String.raw`D:\gcloud\${name}`],
    ['not in a home of Unix', { HOME: '/home/a' }, undefined],
  ])('on Windows %s', (_where, environment, path) => {
    expect(credentialsPath(environment, 'win32')).toBe(path?.replace('${name}', name))
  })
})
