/**
 * What the service is asked for, for what a person types: `12` and `version 12` mean the number
 * that `versionName` shows, which an id holds as its first digits; every other text its words.
 */
export function versionSearch(text: string): string {
  const [, digits] = /^\s*(?:version\s*)?#?(\d{1,9})\s*$/i.exec(text) ?? [];
  if (digits === undefined) return text.trim();
  return `ffff${Number(digits).toString(16).padStart(8, '0')}`;
}
