import type { Command } from '../cli/command.ts';
import { applyCommand } from './apply.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { execCommand } from './exec.ts';
import { getCommand } from './get.ts';
import { logsCommand } from './logs.ts';

/** The verbs that are modelled, in the order of kubectl's own help. */
export const COMMANDS: readonly Command[] = [
  createCommand,
  getCommand,
  deleteCommand,
  describeCommand,
  logsCommand,
  execCommand,
  applyCommand,
];
