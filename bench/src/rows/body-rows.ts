import { loadSubject } from '../load/load-subject.ts'
import { question } from '../load/question.ts'
import type { Row } from '../row.ts'

const bodies = [
  { name: '50 KB', characters: 50_000 },
  { name: '1 MB', characters: 1_000_000 },
]

export const bodyRows: readonly Row[] = bodies.map(({ name, characters }) => ({
  name: `Requests of ${name}`,
  meaning:
    'A coding agent sends all of its conversation with every turn. Below `/claude` nothing needs to look into it; ' +
    'routed by the model, the name of the model is looked for, and its prefix cut out.',
  unit: 'req/s',
  subjects: [
    loadSubject({ target: 'pipe', question: question('json', { characters }), connections: 32 }),
    loadSubject({ target: 'ccproxy', question: question('json', { characters }), connections: 32 }),
    loadSubject({
      target: 'ccproxy',
      name: 'ccproxy, by model',
      provider: '',
      question: question('json', { characters, provider: 'claude' }),
      connections: 32,
    }),
    loadSubject({
      target: 'ccproxy',
      name: 'ccproxy, by model, which comes last',
      provider: '',
      question: question('json', { characters, provider: 'claude', modelLast: true }),
      connections: 32,
    }),
  ],
  bars: [{ of: 'ccproxy', to: 'pipe', limit: { atLeast: 0.9 } }],
}))
