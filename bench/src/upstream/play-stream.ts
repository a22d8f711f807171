// The streams of the upstream, written in the way that a provider sends them.
import type { Socket } from 'node:net'
import type { DialectEvents } from './dialect-events.ts'
import {
  deltasPerStream,
  deltaText,
  heldMs,
  openIntervalMs,
  pacedDeltas,
  pacedIntervalMs,
  type Scenario,
} from './scenario.ts'

const head =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\ncache-control: no-cache\r\n' +
  'transfer-encoding: chunked\r\n\r\n'
const lastChunk = '0\r\n\r\n'

const chunked = (event: string): string => `${Buffer.byteLength(event).toString(16)}\r\n${event}\r\n`

/** Four events at a time, each a chunk of its own: they come in small groups, as a provider sends them. */
const eventsPerWrite = 4

const wholeStreams = new WeakMap<DialectEvents, readonly Buffer[]>()

/** Writes an answer to a socket that lives on after it. */
export function playStream(socket: Socket, events: DialectEvents, scenario: Exclude<Scenario, 'json'>): void {
  if (scenario === 'stream') playGroups(socket, groupsOf(events), 0)
  else if (scenario === 'held') playHeld(socket, events)
  else if (scenario === 'paced') playPaced(socket, events)
  else playOpen(socket, events)
}

function groupsOf(events: DialectEvents): readonly Buffer[] {
  const known = wholeStreams.get(events)
  if (known !== undefined) return known
  const chunks = allEvents(events).map(chunked)
  const groups: Buffer[] = []
  for (let at = 0; at < chunks.length; at += eventsPerWrite)
    groups.push(Buffer.from(chunks.slice(at, at + eventsPerWrite).join('')))
  const all = [Buffer.from(head), ...groups, Buffer.from(lastChunk)]
  wholeStreams.set(events, all)
  return all
}

function allEvents(events: DialectEvents): readonly string[] {
  const deltas = Array.from({ length: deltasPerStream }, (_, number) => events.delta(deltaText, number))
  return [...events.opening, ...deltas, ...events.closing(deltaText.repeat(deltasPerStream), deltasPerStream)]
}

function playGroups(socket: Socket, groups: readonly Buffer[], at: number): void {
  const group = groups[at]
  if (group === undefined || socket.destroyed) return
  socket.write(group)
  setImmediate(playGroups, socket, groups, at + 1)
}

/** A provider begins a stream without knowing what comes next: head and first event go out, and then there is silence. */
function playHeld(socket: Socket, events: DialectEvents): void {
  const [first = '', ...others] = allEvents(events)
  socket.write(head + chunked(first))
  setTimeout(() => socket.write(others.map(chunked).join('') + lastChunk), heldMs)
}

/** Each delta says in nanoseconds of the machine's monotonic clock, which all its processes share, when it was sent. */
function playPaced(socket: Socket, events: DialectEvents): void {
  socket.write(head + events.opening.map(chunked).join(''))
  let sent = 0
  const timer = setInterval(() => {
    socket.write(chunked(events.delta(`@${process.hrtime.bigint()}@`, sent)))
    sent += 1
    if (sent < pacedDeltas) return
    clearInterval(timer)
    socket.write(events.closing('', sent).map(chunked).join('') + lastChunk)
  }, pacedIntervalMs)
  socket.once('close', () => clearInterval(timer))
}

function playOpen(socket: Socket, events: DialectEvents): void {
  socket.write(head + events.opening.map(chunked).join(''))
  let sent = 0
  const timer = setInterval(() => {
    socket.write(chunked(events.delta(deltaText, sent)))
    sent += 1
  }, openIntervalMs)
  socket.once('close', () => clearInterval(timer))
}
