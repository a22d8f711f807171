import { FormatError } from '../../format-error.js'

/** The error when something is refused; any other one is thrown. */
export function attempt<T>(act: () => T): T | FormatError {
  try {
    return act()
  } catch (error) {
    if (error instanceof FormatError) return error
    throw error
  }
}
