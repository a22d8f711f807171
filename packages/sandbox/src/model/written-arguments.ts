// A call that a person writes out: `Read({"file_path": "notes.txt"})`.
import * as v from 'valibot'

const jsonObject = v.record(v.string(), v.unknown())

/** @returns the arguments of the first call of `tool` that `text` writes out; undefined when there is none */
export function writtenArguments(text: string, tool: string): Readonly<Record<string, unknown>> | undefined {
  const opening = `${tool}({`
  for (let start = text.indexOf(opening); start !== -1; start = text.indexOf(opening, start + 1)) {
    const isEndOfAnotherName = /[\w.-]/.test(text[start - 1] ?? '')
    const end = text.indexOf('})', start)
    if (isEndOfAnotherName || end === -1) continue
    const written = parsed(text.slice(start + opening.length - 1, end + 1))
    if (v.is(jsonObject, written)) return written
  }
  return undefined
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}
