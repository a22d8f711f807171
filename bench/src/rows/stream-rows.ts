import { firstEventSubject } from '../load/first-event-subject.ts'
import { loadSubject } from '../load/load-subject.ts'
import { question } from '../load/question.ts'
import { eventDelaySubject } from '../load/stream-delay-subject.ts'
import type { Row, SubjectDefinition } from '../row.ts'
import type { TargetName } from '../targets/targets.ts'
import { deltasPerStream, heldMs } from '../upstream/scenario.ts'

const streamSubject = (target: TargetName, connections: number): SubjectDefinition =>
  loadSubject({ target, connections, question: question('stream'), perAnswer: deltasPerStream })

export const streamRows: readonly Row[] = [
  {
    name: 'Streams, 32 connections',
    meaning: `How many events of streams one core can hand on, ${deltasPerStream} a stream, byte for byte.`,
    unit: 'events/s',
    subjects: (['upstream', 'pipe', 'nginx', 'ccproxy', 'bare ccproxy'] as const).map((target) =>
      streamSubject(target, 32),
    ),
    bars: [{ of: 'ccproxy', to: 'pipe', limit: { atLeast: 1.2 } }],
  },
  {
    name: 'Streams, 1 connection',
    meaning: 'The same for one client alone.',
    unit: 'events/s',
    subjects: (['upstream', 'pipe', 'nginx', 'ccproxy'] as const).map((target) => streamSubject(target, 1)),
    bars: [],
  },
  {
    name: 'Delay of an event',
    meaning:
      'How much later an event reaches the client than without a proxy, while 50 streams have 100 events a second each.',
    unit: 'ms',
    subjects: (['upstream', 'pipe', 'ccproxy'] as const).map((target) => eventDelaySubject(target)),
    bars: [{ of: 'ccproxy', base: 'upstream', limit: { atMost: 1 } }],
  },
  {
    name: 'First event',
    meaning:
      `From the request to the first event, of a provider that then says nothing for ${heldMs} ms. ` +
      'Nothing is held back until more comes, also where the stream is translated.',
    unit: 'ms',
    subjects: [
      firstEventSubject({ target: 'upstream' }),
      firstEventSubject({ target: 'pipe' }),
      firstEventSubject({ target: 'ccproxy' }),
      firstEventSubject({ target: 'ccproxy', dialect: 'chat', name: 'ccproxy, translated' }),
    ],
    bars: ['ccproxy', 'ccproxy, translated'].map((of) => ({
      of,
      metric: 'worstMs',
      limit: { atMost: (heldMs * 2) / 3 },
    })),
  },
]
