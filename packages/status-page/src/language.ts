import { de } from './messages/de.ts'
import { en } from './messages/en.ts'
import { es } from './messages/es.ts'
import type { Messages } from './messages/messages.ts'

/** Languages of the payer's page; the first is the one when nothing fits. */
export const LANGUAGES = { en, de, es } as const satisfies Record<string, Messages>
/** Code of a language of the payer's page. */
export type Language = keyof typeof LANGUAGES

const isLanguage = (code: string): code is Language => Object.hasOwn(LANGUAGES, code)

/** The language that is asked for in the URL, else the one the browser likes best. */
export function languageOf(asked: string | null, accepted: string | null): Language {
  if (asked !== null && isLanguage(asked)) return asked
  const liked = (accepted ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', weight] = part.trim().split(/\s*;\s*q=/)
      return {
        code: tag.toLowerCase().split('-')[0] ?? '',
        weight: weight === undefined ? 1 : Number.parseFloat(weight),
      }
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
  for (const { code } of liked) if (isLanguage(code)) return code
  return 'en'
}
