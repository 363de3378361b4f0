/** One event of a stream of server-sent events. */
export interface StreamedEvent {
  /** `ready` first, then `progress` and the names of domain events: `model-version.trained`. */
  readonly event: string;
  readonly data: unknown;
}

/**
 * Reads `text/event-stream` into its events, until it ends or `fetch` is aborted. Comments (signs
 * of life) are passed over.
 * @param body of the response @throws what the connection breaks with
 */
export async function* eventsIn(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<StreamedEvent, void> {
  let rest = '';
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parsed(block);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function parsed(block: string): StreamedEvent | undefined {
  const lines = block.split('\n');
  const of = (name: string) =>
    lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const [event] = of('event');
  return event === undefined ? undefined : { event, data: JSON.parse(of('data').join('\n')) };
}
