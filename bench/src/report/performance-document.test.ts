import { expect, it } from 'vitest'
import { withFigures } from './performance-document.ts'
import type { Report } from './report.ts'

const report: Report = {
  machine: {
    cpu: 'Test CPU',
    cores: 2,
    memoryGigabytes: 8,
    system: 'Linux 6.1',
    pinned: false,
    loadBefore: 0.25,
    versions: { node: 'v24.0.0', nginx: '1.22.1' },
  },
  options: { rounds: 2, seconds: 1, quick: false },
  startedAt: '2026-11-23T10:00:00.000Z',
  tookSeconds: 61,
  rows: [
    {
      name: 'JSON',
      meaning: 'How many.',
      unit: 'req/s',
      subjects: [
        { name: 'pipe', samples: [{ value: 100 }, { value: 300 }] },
        {
          name: 'ccproxy',
          samples: [
            { value: 210, cpuMicroseconds: 50 },
            { value: 230, cpuMicroseconds: 52 },
          ],
        },
      ],
      judgements: [
        {
          what: 'ccproxy ÷ pipe',
          measured: 1.1,
          limit: 1,
          direction: 'at least',
          unit: '×',
          verdict: 'reached',
          cpuRatio: 1.25,
        },
      ],
      leftOut: [{ name: 'nginx', reason: 'there is none' }],
    },
  ],
}
const document = '# Performance\n\n<!-- figures: npm run docs:performance -->\nold\n<!-- end of figures -->\n\nMore.\n'

it('puts the machine, the bars and the medians between the marks, and leaves the rest', () => {
  const written = withFigures(document, report)
  expect(written.startsWith('# Performance\n\n<!--')).toBe(true)
  expect(written.endsWith('<!-- end of figures -->\n\nMore.\n')).toBe(true)
  expect(written).not.toContain('old')
  expect(written).toContain('2 × Test CPU, 8 GB')
  expect(written).toContain('NOT pinned')
  expect(written).toContain('| JSON | ccproxy ÷ pipe |    1.10× | ≥ 1× | 1.25× | reached |')
  expect(written).toContain('| pipe    |   200 |              – |')
  expect(written).toContain('| ccproxy |   220 |             51 |')
  expect(written).toContain('Left out: nginx: there is none.')
})

it('warns of figures that were taken while other programs ran', () => {
  const busy = { ...report, machine: { ...report.machine, pinned: true, loadBefore: 3.06 } }
  expect(withFigures(document, busy)).toContain('**Other programs took 3.1 cores when this run began')
  const quiet = { ...report, machine: { ...report.machine, pinned: true } }
  expect(withFigures(document, quiet)).not.toContain('**')
})

it('writes the same again', () => {
  const once = withFigures(document, report)
  expect(withFigures(once, report)).toBe(once)
})

it('says what is missing in a document without a place', () => {
  expect(() => withFigures('# Performance\n', report)).toThrow('<!-- figures: npm run docs:performance -->')
})
