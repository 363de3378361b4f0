import type { DatasetTabProps } from '../dataset.tsx';

export function Import({ datasetId }: DatasetTabProps) {
  return <p>{datasetId}</p>;
}
