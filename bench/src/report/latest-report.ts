import { fileURLToPath } from 'node:url'

/** Where a run puts its report unless it is told another place; not under version control. */
export const latestReport: string = fileURLToPath(new URL('../../results/latest.json', import.meta.url))
