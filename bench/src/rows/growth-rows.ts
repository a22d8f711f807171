import { accountNames } from '../growth/fill-with-accounts.ts'
import { loadSubject } from '../load/load-subject.ts'
import { question } from '../load/question.ts'
import type { Row } from '../row.ts'

/** A tenth more time per request is what rounds of the same program differ by. */
const limit = { atLeast: 1 / 1.1 }

export const growthRows: readonly Row[] = [
  {
    name: 'Growth: accounts',
    meaning: 'Requests for 10,000 logins of one provider, each in turn, against requests for a single one.',
    unit: 'req/s',
    subjects: ([1, 10_000] as const).map((count) =>
      loadSubject({
        target: count === 1 ? '1 account' : '10,000 accounts',
        question: question('json'),
        connections: 32,
        accounts: accountNames(count),
      }),
    ),
    startsAnew: true,
    bars: [{ of: '10,000 accounts', to: '1 account', limit }],
  },
  {
    name: 'Growth: providers',
    meaning: 'Requests while the plugins of 30 providers run, against requests while one does.',
    unit: 'req/s',
    subjects: (['1 provider', '30 providers'] as const).map((target) =>
      loadSubject({ target, question: question('json'), connections: 32 }),
    ),
    startsAnew: true,
    bars: [{ of: '30 providers', to: '1 provider', limit }],
  },
]
