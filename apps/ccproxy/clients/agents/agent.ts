import type { Dialect } from '@ccproxy/core'
import type { AgentPackage } from '../pinned-versions.ts'

/** A client that people work with, installed from npm and run without a terminal. */
export interface Agent {
  /** As `--client` takes it. */
  readonly id: string
  readonly label: string
  readonly packageName: AgentPackage
  /** What it speaks. */
  readonly dialect: Dialect
  /**
   * How it is started without what its install script does, in order: the first that can tell its version is taken.
   *
   * @param modules the `node_modules` that it is in
   */
  readonly programs: (modules: string) => readonly Command[]
  /** The call of its own tool that shows a file, in the words that the offline model follows. */
  readonly showFile: (file: string) => string
  readonly launch: (turn: Turn) => Launch
}

export interface Command {
  readonly file: string
  readonly args: readonly string[]
}

export interface Turn {
  /** What it is pointed at, without `/v1`. */
  readonly base: string
  readonly key: string
  readonly model: string
  readonly prompt: string
}

export interface Launch {
  readonly args: readonly string[]
  /** Whom it trusts, what it must not do on its own: update, report, look for models. */
  readonly environment: Readonly<Record<string, string>>
  /** What it reads, by the path below its home, which is not that of the person who runs this. */
  readonly homeFiles?: Readonly<Record<string, object>>
}
