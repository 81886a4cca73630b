import type { Command } from '../cli/command.ts';
import { applyCommand } from './apply.ts';
import { createCommand } from './create.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { getCommand } from './get.ts';

/** The verbs that are modelled, in the order of kubectl's own help. */
export const COMMANDS: readonly Command[] = [createCommand, getCommand, deleteCommand, describeCommand, applyCommand];
