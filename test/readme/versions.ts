/** Where an example stands when it runs, seen from there: loads a version of Express as a program has it. */
const LOADER = '../../webhook/load-express.ts'
const EXPRESS = `import express from 'express'\n`

/** An example once for each installed version of what it imports: with Express on 4 and on 5. */
export function versions(text: string): readonly string[] {
  if (!text.includes(EXPRESS)) return [text]
  return ['express4', 'express5'].map((version) =>
    text.replace(EXPRESS, `import { loadExpress } from '${LOADER}'\nconst express = await loadExpress('${version}')\n`),
  )
}
