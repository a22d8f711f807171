import type { ArgsDef } from 'citty'
import { argumentsOf, childrenOf, type FoundCommand, metaOf } from './find-command.js'
import type { Output, Paint } from './output/output.js'
import { type Cell, textTable } from './output/text-table.js'

function flagName(name: string, definition: ArgsDef[string]): string {
  if (definition.type === 'boolean') return definition.default === true ? `--no-${name}` : `--${name}`
  return `--${name} <${definition.valueHint ?? (definition.type === 'enum' ? (definition.options ?? []).join('|') : name)}>`
}

function flagText(definition: ArgsDef[string]): string {
  const negative = definition.type === 'boolean' && definition.default === true
  return (negative ? definition.negativeDescription : definition.description) ?? ''
}

function flagRows(definitions: ArgsDef, paint: Paint): readonly (readonly Cell[])[] {
  const own = Object.entries(definitions).filter(([, { type }]) => type !== 'positional')
  const rows = own.map(([name, definition]) => [flagName(name, definition), flagText(definition)] as const)
  const everywhere = [
    ['--debug', 'Show where an error came from'],
    ['--help', 'Show this'],
  ] as const
  return [...rows, ...everywhere].map(([name, text]) => [{ text: name, paint: paint.cyan }, { text }])
}

async function commandRows(found: FoundCommand, paint: Paint): Promise<readonly (readonly Cell[])[]> {
  const children = await childrenOf(found.command)
  return await Promise.all(
    children.map(async ([name, child]) => {
      const { description = '' } = await metaOf(child)
      return [{ text: name, paint: paint.cyan }, { text: description }]
    }),
  )
}

/** The help of a command or a group. */
export async function showHelp(output: Output, found: FoundCommand): Promise<void> {
  const { paint } = output
  const { description = '', version } = await metaOf(found.command)
  const definitions = found.command.helpArguments ?? (await argumentsOf(found.command)) ?? {}
  const words = Object.entries(definitions).filter(([, { type }]) => type === 'positional')
  const commands = await commandRows(found, paint)
  const usage = [
    found.name,
    ...(commands.length > 0 ? ['<command>'] : []),
    ...words.map(([name]) => `<${name}>`),
    '[flags]',
  ]
  output.print(`${description}${version === undefined ? '' : paint.dim(` · ${version}`)}`)
  output.print()
  output.print(`  ${paint.bold(usage.join(' '))}`)
  const section = (title: string, rows: readonly (readonly Cell[])[]): void => {
    if (rows.length === 0) return
    output.print()
    output.print(paint.bold(title))
    for (const line of textTable([], rows)) output.print(`  ${line}`)
  }
  section('Commands', commands)
  section(
    'Arguments',
    words.map(([name, { description: text = '' }]) => [{ text: `<${name}>`, paint: paint.cyan }, { text }]),
  )
  section('Flags', flagRows(definitions, paint))
}
