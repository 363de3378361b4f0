import type { TabProps } from '../model.tsx';

export function Export({ modelId }: TabProps) {
  return <p>Export of {modelId}</p>;
}
