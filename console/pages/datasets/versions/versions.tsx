import type { DatasetTabProps } from '../dataset.tsx';

export function Versions({ datasetId }: DatasetTabProps) {
  return <p>{datasetId}</p>;
}
