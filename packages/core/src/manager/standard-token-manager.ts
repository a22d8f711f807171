import type { TokenSnapshotFields } from '../snapshot/token-snapshot.js'
import { BaseTokenManager } from './base-token-manager.js'

/** What a plugin gets when it names no manager. */
export class StandardTokenManager<Settings = unknown> extends BaseTokenManager<Settings> {
  protected override buildTokenSnapshot(): TokenSnapshotFields {
    return {}
  }
}
