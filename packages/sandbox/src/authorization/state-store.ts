// What the authorization server remembers, in memory and, when asked, in one JSON file.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { AdapterPayload, JWK } from 'oidc-provider'
import * as v from 'valibot'
import { createSigningKey } from './signing-key.js'

const maximumRecords = 5_000

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)

const recordSchema = v.object({
  model: v.string(),
  id: v.string(),
  payload: v.custom<AdapterPayload>(isObject),
  /** Epoch ms. */
  expiresAt: v.optional(v.number()),
})

const stateSchema = v.object({
  version: v.literal(1),
  signingKey: v.custom<JWK>(isObject),
  cookieKey: v.string(),
  records: v.array(recordSchema),
})

type StateRecord = v.InferOutput<typeof recordSchema>

export interface StateStore {
  readonly signingKey: JWK
  readonly cookieKey: string
  get(model: string, id: string): StateRecord | undefined
  set(record: StateRecord): void
  delete(model: string, id: string): void
  /** The living records of one model. */
  list(model: string): readonly StateRecord[]
  clear(): void
  /** Saves what changed. Called before each answer, so that an answered token is never unknown after a crash. */
  flush(): void
  /** Saves a last time; later changes stay in memory, since another process may own the file from now on. */
  close(): void
}

const keyOf = (model: string, id: string): string => `${model}:${id}`

/** @throws Error when the file exists and is not a state of this version */
export async function openStateStore(file?: string): Promise<StateStore> {
  const state = file === undefined ? undefined : readState(file)
  const signingKey = state?.signingKey ?? (await createSigningKey())
  const cookieKey = state?.cookieKey ?? randomBytes(32).toString('base64url')
  const records = new Map(state?.records.map((record) => [keyOf(record.model, record.id), record]))
  let changed = state === undefined
  let open = true

  function prune(): void {
    const now = Date.now()
    for (const [key, { expiresAt }] of records) if (expiresAt !== undefined && expiresAt <= now) records.delete(key)
    for (const key of records.keys()) {
      if (records.size <= maximumRecords) break
      records.delete(key)
    }
  }

  function flush(): void {
    if (!changed || !open) return
    prune()
    if (file !== undefined) writeState(file, { version: 1, signingKey, cookieKey, records: [...records.values()] })
    changed = false
  }

  return {
    signingKey,
    cookieKey,
    get: (model, id) => records.get(keyOf(model, id)),
    set: (record) => {
      records.set(keyOf(record.model, record.id), record)
      changed = true
    },
    delete: (model, id) => {
      changed = records.delete(keyOf(model, id)) || changed
    },
    list: (model) => [...records.values()].filter((record) => record.model === model),
    clear: () => {
      records.clear()
      changed = true
    },
    flush,
    close: () => {
      flush()
      open = false
    },
  }
}

function readState(file: string): v.InferOutput<typeof stateSchema> | undefined {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), stateSchema), text)
  if (!result.success) throw new Error(`${file} is not the state of a sandbox; delete it to start afresh`)
  return result.output
}

function writeState(file: string, state: v.InferInput<typeof stateSchema>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${process.pid}.tmp`
  rmSync(temporary, { force: true })
  writeFileSync(temporary, JSON.stringify(state), { mode: 0o600, flag: 'wx' })
  renameSync(temporary, file)
}
