import type { TabProps } from '../model.tsx';

export function Versions({ modelId }: TabProps) {
  return <p>Versions of {modelId}</p>;
}
