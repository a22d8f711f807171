import { loadSubject } from '../load/load-subject.ts'
import { question } from '../load/question.ts'
import type { Row, SubjectDefinition } from '../row.ts'
import type { TargetName } from '../targets/targets.ts'

const targets: readonly TargetName[] = ['upstream', 'pipe', 'nginx', 'ccproxy', 'bare ccproxy', 'portkey']

const subjects = (connections: number): readonly SubjectDefinition[] =>
  targets.map((target) => loadSubject({ target, question: question('json'), connections }))

/** 700 bytes there, 550 back. */
export const jsonRows: readonly Row[] = [
  {
    name: 'JSON, 32 connections',
    meaning:
      'How many small requests one core can handle, with everything on: the check of the client key, the login, hooks, ' +
      'request ids and the record of usage. The pipe is the least that a proxy in Node can do; "bare ccproxy" has no ' +
      'client key and no plugin that looks on.',
    unit: 'req/s',
    subjects: subjects(32),
    bars: [
      { of: 'ccproxy', to: 'pipe', limit: { atLeast: 1 } },
      { of: 'ccproxy', to: 'portkey', limit: { atLeast: 8 } },
    ],
  },
  {
    name: 'JSON, 1 connection',
    meaning:
      'What a request on its own waits for the proxy. A model takes a thousand times as long to say its first word.',
    unit: 'req/s',
    subjects: subjects(1),
    bars: [{ of: 'ccproxy', to: 'portkey', base: 'upstream', metric: 'p50Ms', limit: { atMost: 0.25 } }],
  },
]
