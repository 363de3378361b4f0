import type { Script } from '../cli/frame/script-command.ts';

const service = ['url', 'user', 'app'] as const;
const data = 'Data:';
const host = 'Laptop and account:';

/** Commands of `deeptune` that are files here, each also `npm run <name>`. */
export const scripts: readonly Script[] = [
  {
    name: 'import',
    summary: 'images, texts and labels from folders, CSV, JSONL, COCO, YOLO, VOC, ZIPs or S3',
    group: data,
    takes: service,
    isOffline: (words) => words.includes('--check'),
    run: () => import('./import.ts'),
  },
  {
    name: 'data-report',
    summary: 'what the data of a dataset version are like',
    group: data,
    takes: service,
    run: () => import('./data-report.ts'),
  },
  {
    name: 'purge',
    summary: 'erase inputs, from dataset versions too',
    group: data,
    takes: [...service, 'yes'],
    run: () => import('./purge.ts'),
  },
  {
    name: 'copy-from-clarifai',
    summary: "an app of Clarifai's into one of ours",
    group: data,
    takes: [],
    run: () => import('./copy-from-clarifai.ts'),
  },
  {
    name: 'serve',
    summary: 'the API with real training on this machine',
    group: host,
    takes: [],
    run: () => import('./serve.ts'),
  },
  {
    name: 'calibrate',
    summary: 'measure how fast this machine trains, for its forecasts',
    group: host,
    takes: [],
    run: () => import('./calibrate.ts'),
  },
  {
    name: 'demo',
    summary: 'the main job on real data, in a temporary folder',
    group: host,
    takes: [],
    run: () => import('../demo/run.ts'),
  },
  {
    name: 'verify',
    summary: 'whether ledger, usage, budgets and invoices are right, offline',
    group: host,
    takes: ['format'],
    run: () => import('./verify.ts'),
  },
  {
    name: 'stage-model',
    summary: 'put a pretrained base model where trainings start from it',
    group: host,
    takes: ['local'],
    run: () => import('./stage-model.ts'),
  },
  {
    name: 'first-training',
    summary: 'a whole journey with real digits, on an account or the laptop',
    group: host,
    takes: ['local'],
    run: () => import('./first-training.ts'),
  },
  {
    name: 'doctor',
    summary: 'what an AWS account still lacks',
    group: host,
    takes: [],
    run: () => import('./doctor.ts'),
  },
  {
    name: 'create-key',
    summary: 'the first key of a user of a deployed account',
    group: host,
    takes: [],
    run: () => import('./create-key.ts'),
  },
];
