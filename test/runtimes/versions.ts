/** Versions of Node that the client is run on, beside the one that runs the tests. The first is the floor of `engines`. */
export const VERSIONS = ['20.19.0', '22.23.3', '24.21.0'] as const
