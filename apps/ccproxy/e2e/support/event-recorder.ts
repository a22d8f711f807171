import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workshop } from './workshop.js'
import { writeSystemPlugin } from './write-plugin.js'

export interface RecordedEvent {
  readonly event: string
  readonly payload: Readonly<Record<string, unknown>>
}

export interface EventRecorder {
  /** The plugin, for `RunOptions.plugins`. */
  readonly plugin: string
  /** What was recorded since the last call; goes to the secret scan, too. */
  readonly take: () => Promise<readonly RecordedEvent[]>
}

/** A plugin that writes down every event with its payload. */
export async function writeEventRecorder(workshop: Workshop): Promise<EventRecorder> {
  const file = join(workshop.folder, 'events.jsonl')
  const plugin = await writeSystemPlugin(
    workshop,
    'recorder',
    `for (const event of events)
      hooks.on(event, (payload) => appendFileSync(${JSON.stringify(file)}, JSON.stringify({ event, payload }) + '\\n'),
        { name: 'recorder' })`,
  )
  let taken = 0
  return {
    plugin,
    async take() {
      const text = await readFile(file, 'utf8')
      workshop.capture('hook events', text.slice(taken))
      const lines = text.slice(taken).split('\n').filter(Boolean)
      taken = text.length
      return lines.map((line) => JSON.parse(line))
    },
  }
}
