import type { Row } from '../row.ts'
import { runSubject } from '../start-up/run-subject.ts'
import { serveSubject } from '../start-up/serve-subject.ts'
import { program } from '../targets/start-ccproxy.ts'

const rounds = 15
const node = 'node -e 0'

export const startUpRows: readonly Row[] = [
  {
    name: 'Start-up of commands',
    meaning: 'What a command takes before it does anything, beside what Node itself takes.',
    unit: 'ms',
    subjects: [
      runSubject(node, ['-e', '0']),
      runSubject('ccproxy --version', [program, '--version']),
      runSubject('ccproxy --help', [program, '--help']),
    ],
    bars: ['ccproxy --version', 'ccproxy --help'].map((of) => ({ of, limit: { factor: 1.5, than: node, plus: 60 } })),
    rounds,
  },
  {
    name: 'Start-up of the server',
    meaning: 'From `ccproxy serve` with every plugin of this repository until it accepts connections.',
    unit: 'ms',
    subjects: [serveSubject],
    bars: [{ of: serveSubject.name, limit: { atMost: 400 } }],
    rounds,
  },
]
