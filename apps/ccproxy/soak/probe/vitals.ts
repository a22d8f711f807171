import * as v from 'valibot'

const count = v.number()

/** `GET /plugins/probe/memory`: after a collection of garbage. */
export const memory = v.object({
  heapBytes: count,
  residentBytes: count,
  /** The longest time since the last look in which the process did nothing else, or got no processor. */
  stallMs: count,
})

/** `GET /plugins/probe/vitals`: what is open in the process. */
export const vitals = v.object({
  /** Open, by the kernel's word; 0 where there is no /proc. */
  openSockets: count,
  /** What keeps the event loop alive, by kind. */
  resources: v.record(v.string(), count),
  /**
   * With `?objects`: those that something still holds, by kind, also timers that do not keep the event loop alive. The whole
   * heap is walked for each.
   */
  objects: v.record(v.string(), count),
})

export type Memory = v.InferOutput<typeof memory>
export type Vitals = v.InferOutput<typeof vitals>
