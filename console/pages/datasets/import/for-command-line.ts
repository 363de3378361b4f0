/** It is a source that only the command line reads. */
export class ForCommandLineError extends Error {
  override readonly name = 'ForCommandLineError';
}
