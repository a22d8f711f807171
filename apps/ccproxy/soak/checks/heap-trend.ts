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

/** @returns undefined when one of the two tenths has no sample */
export function heapTrend(samples: readonly HeapSample[]): HeapTrend | undefined {
  const early = medianBetween(samples, 0.1, 0.2)
  const late = medianBetween(samples, 0.9, 1.01)
  return early === undefined || late === undefined ? undefined : { early, late, change: late / early - 1 }
}

function medianBetween(samples: readonly HeapSample[], from: number, to: number): number | undefined {
  const sizes = samples.filter(({ at }) => at >= from && at < to).map(({ bytes }) => bytes)
  return sizes.toSorted((one, other) => one - other)[Math.floor(sizes.length / 2)]
}
