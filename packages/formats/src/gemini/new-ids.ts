import { randomUUID } from 'node:crypto'
import { newToolId } from '../tool-ids/new-tool-id.js'

/** Of an answer: a later one has other ids. */
export const newCallId = (): string => newToolId('call_')

/** For an answer that came without one. */
export const newResponseId = (): string => randomUUID().replaceAll('-', '')
