import type { TabProps } from '../model.tsx';

export function Overview({ modelId }: TabProps) {
  return <p>Overview of {modelId}</p>;
}
