/** Files of a model artifact with what they are, as container/README.md lists them. */
export function contentsOf(modelTypeId: string): (readonly [file: string, words: string])[] {
  const isText = modelTypeId.startsWith('text-');
  return [
    ['model.safetensors', 'the weights'],
    ['config.json', 'the architecture, as Hugging Face transformers reads it'],
    isText
      ? ['tokenizer.json', 'the tokenizer']
      : ['preprocessor_config.json', 'how pictures are resized and scaled'],
    ['concepts.json', 'ids and names of the concepts, in the order of the outputs'],
    ['metrics.json', 'everything that was measured'],
    ['README.md', 'the model card'],
    ['manifest.json', 'each file with its size and SHA-256'],
    ['code/', 'inference.py and the trainer, which predict with it'],
  ];
}

/** Shell. */
export const unpackingCode = `mkdir model && tar -xzf model.tar.gz -C model
pip install torch transformers peft safetensors pillow numpy scipy`;

/** Python that predicts with the unpacked archive, as docs/models.md has it. */
export function loadingCode(modelTypeId: string): string {
  const isText = modelTypeId.startsWith('text-');
  const input = isText
    ? 'inputs = [{"text": "what is to be answered"}]'
    : `picture = base64.b64encode(Path("picture.png").read_bytes()).decode()
inputs = [{"image_base64": picture}]`;
  const imports = isText ? 'import sys' : 'import base64\nimport sys\nfrom pathlib import Path';
  return `${imports}

sys.path.insert(0, "model/code")
from inference import model_fn, predict_fn

predictor = model_fn("model")
${input}
print(predict_fn(inputs, predictor))`;
}
