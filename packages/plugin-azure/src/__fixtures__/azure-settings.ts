import { type AzureSettings, config } from '../config.js'

/** Settings as a user would write them, checked and with their defaults. */
export async function azureSettings(written: object = {}): Promise<AzureSettings> {
  const result = await config['~standard'].validate(written)
  if (result.issues !== undefined) throw new Error(result.issues.map(({ message }) => message).join('; '))
  return result.value
}
