// Which package of ours may build on which. Read a line as "may import"; what is not in it is forbidden.

const layers: Readonly<Record<string, readonly string[]>> = {
  '@ccproxy/core': [],
  '@ccproxy/formats': [],
  '@ccproxy/sandbox': [],
  '@ccproxy/create-plugin': [],
  '@ccproxy/host': ['@ccproxy/core', '@ccproxy/formats'],
  '@ccproxy/cli': ['@ccproxy/host', '@ccproxy/core', '@ccproxy/create-plugin'],
  '@ccproxy/testkit': ['@ccproxy/core', '@ccproxy/host', '@ccproxy/sandbox'],
  '@ccproxy/plugin-sandbox': ['@ccproxy/core', '@ccproxy/sandbox'],
}

/** What tests may use anywhere, on top of the layers. */
const forTests: ReadonlySet<string> = new Set(['@ccproxy/testkit', '@ccproxy/sandbox', '@ccproxy/vitest-support'])

/** @returns the packages of ours that the sources of `name` may import; undefined when it has no layer yet */
export function layerOf(name: string): readonly string[] | undefined {
  return layers[name] ?? (name.startsWith('@ccproxy/plugin-') ? ['@ccproxy/core'] : undefined)
}

/** The program tries the real plugins; everything else is tested without them. */
export function mayTestWith(name: string, dependency: string): boolean {
  if (dependency.startsWith('@ccproxy/plugin-')) return name === '@ccproxy/cli'
  return dependency === name || forTests.has(dependency) || (layerOf(name)?.includes(dependency) ?? false)
}
