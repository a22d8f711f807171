export { type CreatedPlugin, type CreatePluginOptions, createPlugin } from './create-plugin.js'
export { type ScaffoldFlags, scaffoldFlags } from './scaffold-flags.js'
export { isScaffoldProblem, ScaffoldProblem } from './scaffold-problem.js'
