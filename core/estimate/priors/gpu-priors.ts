/**
 * How fast one A10G (ml.g5.xlarge) trains each base model: priors worked out from published
 * figures, none measured by deeptune. The figures are those of the estimator notes; [M] marks one
 * quoted from memory, to be trusted least.
 *
 * Work is counted in pixels of the (square) image or in tokens: a training step is linear in both,
 * near the default size.
 */
export interface Throughput {
  readonly unit: 'pixel' | 'token';
  readonly unitsPerSecond: number;
  /** Weights fetched from the bucket before training starts. Below 1 GiB: left out. */
  readonly weightsGiB?: number;
  readonly because: string;
}

/** Images per second at a square size, as pixels per second. */
const images = (perSecond: number, side: number, because: string): Throughput => ({
  unit: 'pixel',
  unitsPerSecond: perSecond * side * side,
  because: `${Number(perSecond.toPrecision(3))} images/s at ${side} pixels: ${because}`,
});

const tokens = (perSecond: number, because: string, weightsGiB?: number): Throughput => ({
  unit: 'token',
  unitsPerSecond: perSecond,
  ...(weightsGiB === undefined ? {} : { weightsGiB }),
  because: `${Math.round(perSecond)} tokens/s: ${because}`,
});

/**
 * BF16 multiply-adds of an A10G count twice in its 70 TFLOP/s; training costs 6 operations per
 * multiply-add.
 */
const fromFlops = (mfu: number, gigaMacs: number): number => (70e12 * mfu) / (6 * gigaMacs * 1e9);

const resNet50Rate = 638;
const resNet50Macs = 4.11;
const resNet101Macs = 7.83;

/**
 * Faster R-CNN R50-FPN at 800x1333: 9.5 images/s per V100, and about the same on an A10G. Of its
 * 207 GMAC 200 grow with the pixels and 7 (the box head) do not; 320 pixels of the shorter side are
 * (320/800)^2 = 0.16 of 800.
 */
const fasterRcnnAt320 = 9.5 / ((0.16 * 200 + 7) / 207);
const byFasterRcnn = 'Faster R-CNN R50-FPN, 9.5 at 800x1333, scaled by pixels (box head constant)';

const bertBaseRate = 43.1 * 512;
const byBertBase = "BERT-base's 22067 x 4: an eighth of the matmul weights at half the efficiency";
const llama7bRate = 867;
const [llama7b, llama8b, mistralToLlama] = [6.74, 8.03, 0.93];

/** The small architectures keep a GPU waiting: what an input costs at least, below, decides. */
const tiny = (work: string) => `${work} at 1 % of 70 TFLOP/s, a guess that reading inputs hides`;

export const throughputs: Readonly<Record<string, Throughput>> = {
  'microsoft/resnet-18': images(2500, 224, '3482 on an RTX 3090, x 0.72 for an A10G'),
  'microsoft/resnet-50': images(resNet50Rate, 224, 'measured on an A10, mixed precision'),
  'microsoft/resnet-101': images(
    (resNet50Rate * resNet50Macs) / resNet101Macs,
    224,
    `ResNet-50's 638 x ${resNet50Macs} / ${resNet101Macs} GMAC`,
  ),
  'facebook/convnext-tiny-224': images(620, 224, '819 on an RTX 3090, x 0.76 for an A10G'),
  'facebook/convnext-base-224': images(264, 224, '339 on an RTX 3090, x 0.78 for an A10G'),
  'google/efficientnet-b7': images(fromFlops(0.05, 38), 600, '38 GMAC [M] at 5 % of 70 TFLOP/s'),
  'packaged/efficientnet-lite0': images(
    fromFlops(0.05, 0.407),
    224,
    'its published 0.407 GMAC at 5 % of 70 TFLOP/s, as EfficientNet-B7',
  ),
  'nvidia/segformer-b0-finetuned-ade-512-512': images(
    fromFlops(0.15, 8.4),
    512,
    '8.4 GMAC [M] at 15 % of 70 TFLOP/s',
  ),
  'PekingU/rtdetr_r50vd': images(fasterRcnnAt320, 320, byFasterRcnn),
  'PekingU/rtdetr_r18vd': images(
    (fasterRcnnAt320 * 136) / 60,
    320,
    `${byFasterRcnn}, x 136 / 60 GFLOP (RT-DETR R50 / R18) [M]`,
  ),
  'PekingU/rtdetr_r34vd': images(
    (fasterRcnnAt320 * 136) / 92,
    320,
    `${byFasterRcnn}, x 136 / 92 GFLOP (RT-DETR R50 / R34) [M]`,
  ),
  'PekingU/rtdetr_r101vd': images(
    (fasterRcnnAt320 * 7) / 9.5,
    320,
    `${byFasterRcnn}, x 7.0 / 9.5 (published R101 / R50)`,
  ),
  'resnet-small': images(fromFlops(0.01, 0.006), 32, tiny('6 MMAC')),
  'detr-small': images(fromFlops(0.01, 0.03), 64, tiny('30 MMAC')),
  'segformer-small': images(fromFlops(0.01, 0.03), 64, tiny('30 MMAC')),
  'bert-small': tokens(fromFlops(0.01, 0.000_15), tiny('150 kMAC a token')),
  'gpt-small': tokens(fromFlops(0.01, 0.000_35), tiny('350 kMAC a token')),
  'bert-base-cased': tokens(bertBaseRate, '43.1 samples/s of 512 on g5.xlarge, plain'),
  'packaged/minilm': tokens(bertBaseRate * 4, byBertBase),
  'EleutherAI/gpt-neo-125m': tokens(28_000 * (6 / 4), '28k in full at 30 % MFU, x 6/4 for LoRA'),
  'EleutherAI/gpt-neo-2.7B': tokens(1900, 'LoRA with checkpointing at 45 % of 70 TFLOP/s', 10),
  'facebook/opt-125m': tokens(28_000, 'as GPT-Neo 125M in full, 30 % of 70 TFLOP/s'),
  'meta-llama/Llama-2-7b-chat-hf': tokens(llama7bRate, 'QLoRA without FA2 on g5.2xlarge', 12.6),
  'meta-llama/Llama-2-13b-chat-hf': tokens(308, 'QLoRA without FA2 on ml.g5.4xlarge', 24.2),
  'meta-llama/Llama-3.1-8B-Instruct': tokens(
    (llama7bRate * llama7b) / llama8b,
    `Llama 2 7B's 867 x ${llama7b} / ${llama8b} billion weights`,
    15,
  ),
  'mistralai/Mistral-7B-v0.1': tokens(llama7bRate * mistralToLlama, 'Llama 2 7B x 0.93', 13.5),
  'mistralai/Mistral-7B-Instruct-v0.2': tokens(
    llama7bRate * mistralToLlama,
    'Llama 2 7B x 0.93',
    13.5,
  ),
};

/**
 * ml.g5.xlarge has 4 vCPU; each decodes and augments some 125 JPEGs per second [M]: no image is
 * quicker than that.
 */
export const minSecondsPerImage = 1 / 500;
export const minSecondsPerText = 1 / 2000;

/**
 * Fetching weights from a bucket in the same region, GiB per second: a judgement, to be replaced by
 * measurement.
 */
export const fetchGiBPerSecond = 0.2;
