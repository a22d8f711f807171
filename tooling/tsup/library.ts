// One build for every package: ESM, one bundle per entry, declarations by `tsc` (TypeScript 7 has no compiler API for tsup).
import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node22',
  platform: 'node',
  dts: false,
  sourcemap: true,
  clean: true,
  treeshake: true,
  removeNodeProtocol: false,
})
