import type { PredictorInput, PredictorOutput } from '../../core/ports/predictor.ts';

/** A serverless endpoint takes 4 MB a request, and answers within 60 s or not at all. */
const maxBytes = 4_000_000;
const maxInputs = 32;
const envelope = { start: '{"inputs":[', end: ']}' };
const envelopeBytes = envelope.start.length + envelope.end.length;

/** The body of one `InvokeEndpoint` call, and which of the inputs it carries. */
export interface PredictorRequest {
  readonly body: string;
  readonly positions: readonly number[];
}

export interface PredictorPlan {
  readonly requests: readonly PredictorRequest[];
  /** Inputs that fit into no request, with their output. */
  readonly refused: ReadonlyMap<number, PredictorOutput>;
}

/** Packs inputs into as few requests as their sizes allow, in order. */
export function planRequests(inputs: readonly PredictorInput[]): PredictorPlan {
  const requests: PredictorRequest[] = [];
  const refused = new Map<number, PredictorOutput>();
  let open = emptyGroup();
  const close = () => {
    if (open.positions.length > 0) requests.push(toRequest(open));
    open = emptyGroup();
  };
  inputs.forEach((input, position) => {
    const json = JSON.stringify(toWire(input));
    const bytes = Buffer.byteLength(json) + 1;
    if (bytes + envelopeBytes > maxBytes) return void refused.set(position, tooLarge(bytes));
    if (open.bytes + bytes > maxBytes || open.positions.length === maxInputs) close();
    open.parts.push(json);
    open.positions.push(position);
    open.bytes += bytes;
  });
  close();
  return { requests, refused };
}

const emptyGroup = () => ({
  parts: [] as string[],
  positions: [] as number[],
  bytes: envelopeBytes,
});

function toRequest(group: ReturnType<typeof emptyGroup>): PredictorRequest {
  const body = envelope.start + group.parts.join(',') + envelope.end;
  return { body, positions: group.positions };
}

function toWire(input: PredictorInput): { image_base64: string } | { text: string } {
  if ('text' in input) return input;
  return { image_base64: Buffer.from(input.image).toString('base64') };
}

function tooLarge(bytes: number): PredictorOutput {
  const message = `The input is ${bytes} bytes when encoded; at most ${maxBytes} can be sent`;
  return { error: { code: 'input-invalid', message } };
}
