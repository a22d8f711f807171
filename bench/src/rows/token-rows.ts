import { acquireSubject } from '../acquire/acquire-subject.ts'
import type { Row } from '../row.ts'

/** Less is what the engine itself moves between two collections. */
const noGrowthBytes = 100_000

export const tokenRows: readonly Row[] = [
  {
    name: 'A fresh token',
    meaning:
      'What a request pays for its login while the token is fresh: it is in memory, and neither file nor lock is touched.',
    unit: 'µs',
    subjects: [acquireSubject('acquire()', 'acquireMicroseconds'), acquireSubject('peek()', 'peekMicroseconds')],
    bars: [{ of: 'acquire()', limit: { atMost: 1 } }],
    rounds: 5,
  },
  {
    name: 'Memory of two million fresh tokens',
    meaning: 'What the heap has gained, after a collection, when a million calls of each kind have been made.',
    unit: 'bytes',
    subjects: [acquireSubject('growth', 'heapGrowthBytes')],
    bars: [{ of: 'growth', limit: { atMost: noGrowthBytes } }],
    rounds: 3,
  },
]
