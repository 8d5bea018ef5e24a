// What stands in the package.json of a project outside this workspace that installs our packages from their tarballs.

/**
 * `files` are the tarballs by package; `packages` those the project names. No package of ours can come from a registry:
 * each is overridden by its tarball, for npm and for pnpm (which does not know npm's `$`).
 */
export function outsideManifest({ packages, files, others = {} }) {
  const at = (name) => {
    if (files[name] === undefined) throw new Error(`there is no tarball of ${name}: run "npm run pack" first`)
    return `file:${files[name]}`
  }
  const named = Object.fromEntries(packages.map((name) => [name, at(name)]))
  const all = Object.keys(files)
  return {
    name: 'outside',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies: { ...others, ...named },
    overrides: Object.fromEntries(all.map((name) => [name, name in named ? `$${name}` : at(name)])),
    pnpm: { overrides: Object.fromEntries(all.map((name) => [name, at(name)])) },
  }
}
