/** Licences (SPDX) that packages of the production trees may have: permissive ones. */
export const ALLOWED_LICENCES: readonly string[] = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  '(MIT OR CC0-1.0)',
]

/** Packages of the production trees that have an install script, and why everything works without it. */
export const SCRIPTS: Readonly<Record<string, string>> = {
  '@photostructure/sqlite': 'looks for the prebuilt binary, which is in the package',
}
