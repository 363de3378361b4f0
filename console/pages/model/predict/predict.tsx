import type { TabProps } from '../model.tsx';

export function Predict({ modelId }: TabProps) {
  return <p>Predict of {modelId}</p>;
}
