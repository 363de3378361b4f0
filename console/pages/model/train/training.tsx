import type { TabProps } from '../model.tsx';

export function Training({ modelId }: TabProps) {
  return <p>Training of {modelId}</p>;
}
