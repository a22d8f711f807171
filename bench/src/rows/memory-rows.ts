import { openStreamsSubject } from '../load/open-streams-subject.ts'
import type { Row } from '../row.ts'

export const memoryRows: readonly Row[] = [
  {
    name: 'Memory of 1,000 open streams',
    meaning:
      'What the process takes from the system above what it has when idle, while 1,000 clients have a stream open.',
    unit: 'MB',
    subjects: [openStreamsSubject('ccproxy')],
    bars: [{ of: 'ccproxy', limit: { atMost: 150 } }],
    rounds: 3,
  },
]
