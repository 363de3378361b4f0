/**
 * What decides how much memory a base model needs: its published configuration (config.json on the
 * hub). Counts of parameters are those of transformers' own classes without the head of a
 * classifier; round ones are rounded down.
 */
export interface Shape {
  /** Without an output layer of its own. */
  readonly parameters: number;
  /** Text models only. */
  readonly text?: TextShape;
}

export interface TextShape {
  readonly hidden: number;
  readonly layers: number;
  readonly vocabulary: number;
  /** Most tokens of one input. */
  readonly context: number;
  /** Whether the output layer shares the weights of the embedding. */
  readonly isTied: boolean;
  /** Inputs plus outputs of each layer that an adapter may adapt. */
  readonly adaptable: Readonly<Record<string, number>>;
  /** What adapters adapt where nothing is chosen (peft's own default). */
  readonly adapted: readonly string[];
}

interface Decoder {
  readonly hidden: number;
  readonly layers: number;
  readonly vocabulary: number;
  readonly context: number;
  readonly inner: number;
  /** Width of keys and values; the hidden size where heads do not share them. */
  readonly keys?: number;
}

const llama = (parameters: number, { inner, keys, ...size }: Decoder): Shape => {
  const { hidden } = size;
  const shared = hidden + (keys ?? hidden);
  const attention = { q_proj: 2 * hidden, k_proj: shared, v_proj: shared, o_proj: 2 * hidden };
  const [gate_proj, up_proj, down_proj] = Array<number>(3).fill(hidden + inner);
  const adaptable = { ...attention, gate_proj, up_proj, down_proj } as Record<string, number>;
  return { parameters, text: { ...size, isTied: false, adaptable, adapted: ['q_proj', 'v_proj'] } };
};

const gptNeo = (parameters: number, { inner, ...size }: Decoder): Shape => {
  const square = 2 * size.hidden;
  const attention = { q_proj: square, k_proj: square, v_proj: square, out_proj: square };
  const adaptable = { ...attention, c_fc: size.hidden + inner, c_proj: size.hidden + inner };
  return { parameters, text: { ...size, isTied: true, adaptable, adapted: ['q_proj', 'v_proj'] } };
};

/** Its templates have no adapters. */
const whole = (parameters: number, { hidden, layers, vocabulary, context }: Decoder): Shape => ({
  parameters,
  text: { hidden, layers, vocabulary, context, isTied: true, adaptable: {}, adapted: [] },
});

const mistral = llama(7_110_660_096, {
  ...{ hidden: 4096, layers: 32, vocabulary: 32_000, context: 32_768 },
  ...{ inner: 14_336, keys: 1024 },
});

export const shapes: Readonly<Record<string, Shape>> = {
  'microsoft/resnet-18': { parameters: 11_176_512 },
  'microsoft/resnet-50': { parameters: 23_508_032 },
  'microsoft/resnet-101': { parameters: 42_500_160 },
  'facebook/convnext-tiny-224': { parameters: 27_820_128 },
  'facebook/convnext-base-224': { parameters: 87_566_464 },
  'google/efficientnet-b7': { parameters: 63_786_960 },
  'nvidia/segformer-b0-finetuned-ade-512-512': { parameters: 3_700_000 },
  'PekingU/rtdetr_r18vd': { parameters: 20_000_000 },
  'PekingU/rtdetr_r34vd': { parameters: 31_000_000 },
  'PekingU/rtdetr_r50vd': { parameters: 42_000_000 },
  'PekingU/rtdetr_r101vd': { parameters: 76_000_000 },
  'bert-base-cased': whole(108_310_272, {
    ...{ hidden: 768, layers: 12, vocabulary: 28_996, context: 512, inner: 3072 },
  }),
  'packaged/efficientnet-lite0': { parameters: 4_007_548 },
  'packaged/minilm': whole(22_713_216, {
    ...{ hidden: 384, layers: 6, vocabulary: 30_522, context: 512, inner: 1536 },
  }),
  'facebook/opt-125m': whole(125_239_296, {
    ...{ hidden: 768, layers: 12, vocabulary: 50_272, context: 2048, inner: 3072 },
  }),
  'EleutherAI/gpt-neo-125m': gptNeo(125_198_592, {
    ...{ hidden: 768, layers: 12, vocabulary: 50_257, context: 2048, inner: 3072 },
  }),
  'EleutherAI/gpt-neo-2.7B': gptNeo(2_651_307_520, {
    ...{ hidden: 2560, layers: 32, vocabulary: 50_257, context: 2048, inner: 10_240 },
  }),
  'meta-llama/Llama-2-7b-chat-hf': llama(6_607_343_616, {
    ...{ hidden: 4096, layers: 32, vocabulary: 32_000, context: 4096, inner: 11_008 },
  }),
  'meta-llama/Llama-2-13b-chat-hf': llama(12_852_024_320, {
    ...{ hidden: 5120, layers: 40, vocabulary: 32_000, context: 4096, inner: 13_824 },
  }),
  'meta-llama/Llama-3.1-8B-Instruct': llama(7_504_924_672, {
    ...{ hidden: 4096, layers: 32, vocabulary: 128_256, context: 131_072 },
    ...{ inner: 14_336, keys: 1024 },
  }),
  'mistralai/Mistral-7B-v0.1': mistral,
  'mistralai/Mistral-7B-Instruct-v0.2': mistral,
};
