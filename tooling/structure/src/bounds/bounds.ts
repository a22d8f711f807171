import type { BoundGroup } from './bound.ts'
import { commandBounds } from './command-bounds.ts'
import { processBounds } from './process-bounds.ts'
import { requestBounds } from './request-bounds.ts'

/** Every collection of the core, the host and the program that is kept longer than a call. */
export const boundGroups: readonly BoundGroup[] = [processBounds, requestBounds, commandBounds]
