import process from 'node:process'

/** Tools of the outside projects, exact. TypeScript: an old one, ours, the newest (native). */
export const TOOLS = {
  '@types/node': '20.19.25',
  esbuild: '0.28.2',
  'typescript-5.4': 'npm:typescript@5.4.5',
  'typescript-5.9': 'npm:typescript@5.9.3',
  'typescript-7.0': 'npm:typescript@7.0.2',
  undici: '7.30.2',
  vite: '8.3.8',
} as const

/** Versions of TypeScript in `TOOLS`. */
export const COMPILERS = ['5.4', '5.9', '7.0'] as const

/** Options of the compiler for each way of resolving packages. */
export const RESOLUTIONS = {
  node16: { module: 'node16', moduleResolution: 'node16' },
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
} as const

/** A way of resolving packages. */
export type Resolution = keyof typeof RESOLUTIONS

/** How each bundler is called for a worker or browser, and where it writes. */
export const BUNDLERS = [
  {
    name: 'esbuild',
    program: 'node_modules/esbuild/bin/esbuild',
    args: ['client.ts', '--bundle', '--minify', '--format=iife', '--conditions=worker', '--outfile=esbuild/client.js'],
    config: {},
    output: 'esbuild/client.js',
  },
  {
    name: 'vite',
    program: 'node_modules/vite/bin/vite.js',
    args: ['build', '--logLevel=error'],
    config: {
      'vite.config.js': `export default {
  build: { outDir: 'vite', lib: { entry: 'client.ts', formats: ['iife'], name: 'program', fileName: () => 'client.js' } },
}`,
    },
    output: 'vite/client.js',
  },
] as const

/**
 * Runtimes whose binaries are npm packages without an install script; the packages `bun` and `deno` only choose among these.
 * By platform: the package.
 */
const BINARIES = [
  {
    name: 'bun',
    version: '1.4.5',
    binary: 'bin/bun',
    args: [],
    packages: {
      'linux-x64': '@oven/bun-linux-x64',
      'linux-arm64': '@oven/bun-linux-aarch64',
      'darwin-x64': '@oven/bun-darwin-x64',
      'darwin-arm64': '@oven/bun-darwin-aarch64',
    },
  },
  {
    name: 'deno',
    version: '2.9.6',
    binary: 'deno',
    args: ['run', '--allow-all'],
    packages: {
      'linux-x64': '@deno/linux-x64-glibc',
      'linux-arm64': '@deno/linux-arm64-glibc',
      'darwin-x64': '@deno/darwin-x64',
      'darwin-arm64': '@deno/darwin-arm64',
    },
  },
] as const

/** The runtimes that this machine can have. */
export function runtimePackages() {
  const here = `${process.platform}-${process.arch}`
  return BINARIES.flatMap(({ packages, ...runtime }) =>
    Object.entries(packages).flatMap(([platform, from]) => (platform === here ? [{ ...runtime, from }] : [])),
  )
}
