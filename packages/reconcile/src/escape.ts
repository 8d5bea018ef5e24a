const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}

/** Text as it stands in markup and in quoted attributes: none of it is read as markup. */
export function escapeMarkup(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? '')
}
