/**
 * One JSON line for CloudWatch: what happened, and the error without what it might carry (requests,
 * keys).
 * @param fields ids and codes only, never a body or a header
 */
export function log(
  message: string,
  fields: Readonly<Record<string, unknown>>,
  error?: unknown,
): void {
  const cause =
    error instanceof Error ? { error: error.name, reason: error.message, stack: error.stack } : {};
  process.stdout.write(`${JSON.stringify({ message, ...fields, ...cause })}\n`);
}
