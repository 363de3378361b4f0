/** What a finding of the data report is called on a card and in a filter, by its stable code. */
export function problemName(code: string): string {
  const words = code.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
