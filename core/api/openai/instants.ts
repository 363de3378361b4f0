/** Whole seconds since 1970, as OpenAI writes instants. */
export function seconds(at: string): number {
  return Math.floor(Date.parse(at) / 1000);
}
