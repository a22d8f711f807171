import type { Rule } from './rule.js'
import { adapterDialects } from './rules/adapter-dialects.js'
import { classifyPace, classifyRejection, classifyServer } from './rules/classify.js'
import { clientKeyStays } from './rules/client-key-stays.js'
import { clientLeaves } from './rules/client-leaves.js'
import { commands } from './rules/commands.js'
import { endedLogin } from './rules/ended-login.js'
import { flowReady } from './rules/flow-ready.js'
import { flowsDeclared } from './rules/flows-declared.js'
import { flowsPure } from './rules/flows-pure.js'
import { flowsUnavailable } from './rules/flows-unavailable.js'
import { foreignCore } from './rules/foreign-core.js'
import { headerNames } from './rules/header-names.js'
import { health } from './rules/health.js'
import { manifestCommands } from './rules/manifest-commands.js'
import { manifestEntry } from './rules/manifest-entry.js'
import { manifestFiles } from './rules/manifest-files.js'
import { manifestIdentity } from './rules/manifest-identity.js'
import { manifestPeer } from './rules/manifest-peer.js'
import { manifestSchema } from './rules/manifest-schema.js'
import { masking } from './rules/masking.js'
import { preparePure } from './rules/prepare-pure.js'
import { refresh } from './rules/refresh.js'
import { replay } from './rules/replay.js'
import { requestBody } from './rules/request-body.js'
import { requestSigned } from './rules/request-signed.js'
import { requestUrl } from './rules/request-url.js'
import { rotation } from './rules/rotation.js'
import { routes } from './rules/routes.js'
import { settingsDefaults } from './rules/settings-defaults.js'
import { settingsEndpoints } from './rules/settings-endpoints.js'
import { settingsJsonSchema } from './rules/settings-json-schema.js'
import { settingsUnknownKey } from './rules/settings-unknown-key.js'
import { signIn } from './rules/sign-in.js'
import { signOut } from './rules/sign-out.js'
import { startStop } from './rules/start-stop.js'
import { stream } from './rules/stream.js'

/** Everything that a provider plugin keeps, in the order in which it is tested. */
export const rules: readonly Rule[] = [
  manifestSchema,
  manifestIdentity,
  manifestEntry,
  manifestPeer,
  manifestFiles,
  manifestCommands,
  settingsDefaults,
  settingsUnknownKey,
  settingsJsonSchema,
  settingsEndpoints,
  flowsDeclared,
  flowsUnavailable,
  flowsPure,
  adapterDialects,
  health,
  routes,
  commands,
  startStop,
  foreignCore,
  flowReady,
  signIn,
  refresh,
  rotation,
  endedLogin,
  signOut,
  masking,
  requestSigned,
  clientKeyStays,
  preparePure,
  requestUrl,
  headerNames,
  requestBody,
  stream,
  replay,
  classifyRejection,
  classifyPace,
  classifyServer,
  clientLeaves,
]
