/** Why something was not fetched: the message completes "'…' was not fetched: ". */
export class NotFetchedError extends Error {
  override readonly name = 'NotFetchedError';
}
