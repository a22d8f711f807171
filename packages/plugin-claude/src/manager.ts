import { StandardTokenManager } from '@ccproxy/core'
import type { ClaudeSettings } from './config.js'

export class ClaudeTokenManager extends StandardTokenManager<ClaudeSettings> {
  /**
   * The owners of the ant profile go first: Anthropic's SDKs redeem its refresh token half a minute before the end, and two
   * that redeem it at once spend it twice. So we ask `ant` only when nobody has, still in time for its 10 seconds.
   */
  protected override readonly leadMs: number = 20_000
}
