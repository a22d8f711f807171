/** The heap after collections of garbage, as time went on. */
export interface HeapSample {
  /** 0 = the start of the load, 1 = its end. */
  readonly at: number
  readonly bytes: number
}

export interface HeapTrend {
  /** Median of the tenth after the first, which is to warm up. */
  readonly early: number
  /** Median of the last tenth. */
  readonly late: number
  /** 0.05: the late one is larger by 5 %. */
  readonly change: number
}

/** @returns the median of each tenth, in order; undefined where it has no sample */
export const heapByTenths = (samples: readonly HeapSample[]): readonly (number | undefined)[] =>
  Array.from({ length: 10 }, (_, tenth) => medianOfTenth(samples, tenth))

/** @returns undefined when one of the two tenths has no sample */
export function heapTrend(samples: readonly HeapSample[]): HeapTrend | undefined {
  const early = medianOfTenth(samples, 1)
  const late = medianOfTenth(samples, 9)
  return early === undefined || late === undefined ? undefined : { early, late, change: late / early - 1 }
}

function medianOfTenth(samples: readonly HeapSample[], tenth: number): number | undefined {
  const sizes = samples.filter(({ at }) => Math.min(9, Math.floor(at * 10)) === tenth).map(({ bytes }) => bytes)
  return sizes.toSorted((one, other) => one - other)[Math.floor(sizes.length / 2)]
}
