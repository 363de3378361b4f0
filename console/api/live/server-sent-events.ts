/** One event of a `text/event-stream`. */
export interface ServerSentEvent {
  /** `model-version.trained`; `message` where the stream names none. */
  readonly event: string;
  readonly data: string;
}

/**
 * The events of a stream, as they come. Read by fetch rather than by EventSource, which cannot send
 * a key. Comments, ids and retry times are passed over.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<ServerSentEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const blocks = (waiting + value).replaceAll('\r\n', '\n').split('\n\n');
      waiting = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = eventOf(block);
        if (event) yield event;
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** @param block lines between two empty ones @returns undefined for comments */
export function eventOf(block: string): ServerSentEvent | undefined {
  const fields = block.split('\n').map((line) => /^(\w+): ?(.*)$/.exec(line));
  const values = (name: string) =>
    fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  const data = values('data');
  if (data.length === 0) return undefined;
  return { event: values('event').at(-1) ?? 'message', data: data.join('\n') };
}
