import type { Command } from 'commander';
import { globalsOf } from '../frame/global-options.ts';
import type { Session } from '../frame/connection/session.ts';

/** Words that a command which is shown needs: the app, where this one was told it too. */
export function appWords(command: Command, { app }: Session): readonly string[] {
  return globalsOf(command).app === undefined ? [] : ['--app', app];
}
