// What Linux tells about a process, whatever it runs; undefined elsewhere.
import { readFileSync } from 'node:fs'

/** The same on every Linux that Node runs on: the kernel's unit toward programs (USER_HZ). */
const ticksPerSecond = 100

/** All threads, in user and in kernel mode, since the start of the process, µs; steps of 10,000. */
export function cpuTimeMicroseconds(pid: number): number | undefined {
  const stat = readOrUndefined(`/proc/${pid}/stat`)
  // The name of the program is in parentheses, and may hold anything.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (fields === undefined) return undefined
  return ((Number(fields[11]) + Number(fields[12])) / ticksPerSecond) * 1e6
}

/** Resident memory, MB of 2^20 bytes. */
export function residentMegabytes(pid: number): number | undefined {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readOrUndefined(`/proc/${pid}/status`) ?? '')?.[1]
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
