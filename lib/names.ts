/** Names that a deployment gives to what tools later look up in the account. */
export const names = {
  storageStack: 'deeptune-storage',
  serviceStack: 'deeptune',
  /** Output of the storage stack: where base models, datasets and artifacts lie. */
  artifactsBucketOutput: 'ArtifactsBucketName',
  keyAlias: 'deeptune',
} as const;
