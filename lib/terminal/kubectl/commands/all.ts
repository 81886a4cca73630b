import type { Command } from '../cli/command.ts';
import { apiResourcesCommand } from './api-resources.ts';
import { apiVersionsCommand } from './api-versions.ts';
import { applyCommand } from './apply.ts';
import { attachCommand, portForwardCommand } from './attach.ts';
import { authCommand } from './auth.ts';
import { autoscaleCommand } from './autoscale.ts';
import { completionCommand } from './completion.ts';
import { configCommand } from './config.ts';
import { cordonCommand, uncordonCommand } from './cordon.ts';
import { cpCommand } from './cp.ts';
import { createCommand } from './create.ts';
import { debugCommand } from './debug.ts';
import { deleteCommand } from './delete.ts';
import { describeCommand } from './describe.ts';
import { diffCommand } from './diff.ts';
import { drainCommand } from './drain.ts';
import { editCommand } from './edit.ts';
import { eventsCommand } from './events.ts';
import { execCommand } from './exec.ts';
import { explainCommand } from './explain.ts';
import { exposeCommand } from './expose.ts';
import { getCommand } from './get.ts';
import { annotateCommand, labelCommand } from './label.ts';
import { logsCommand } from './logs.ts';
import { patchCommand } from './patch.ts';
import { certificateCommand, kustomizeCommand, pluginCommand } from './plugin.ts';
import { replaceCommand } from './replace.ts';
import { rolloutCommand } from './rollout.ts';
import { runCommand } from './run.ts';
import { scaleCommand } from './scale.ts';
import { setCommand } from './set.ts';
import { setSubjectCommand } from './set-subject.ts';
import { taintCommand } from './taint.ts';
import { topCommand } from './top.ts';
import { clusterInfoCommand, versionCommand } from './version.ts';
import { waitCommand } from './wait.ts';

/** The verbs that are modelled, in the order of kubectl's own help. */
export const COMMANDS: readonly Command[] = [
  createCommand,
  pluginCommand,
  kustomizeCommand,
  certificateCommand,
  portForwardCommand,
  attachCommand,
  cpCommand,
  autoscaleCommand,
  completionCommand,
  topCommand,
  apiVersionsCommand,
  replaceCommand,
  authCommand,
  eventsCommand,
  exposeCommand,
  explainCommand,
  runCommand,
  { ...setCommand, commands: [...(setCommand.commands ?? []), setSubjectCommand] },
  getCommand,
  editCommand,
  debugCommand,
  deleteCommand,
  rolloutCommand,
  scaleCommand,
  clusterInfoCommand,
  cordonCommand,
  uncordonCommand,
  drainCommand,
  diffCommand,
  taintCommand,
  describeCommand,
  logsCommand,
  execCommand,
  applyCommand,
  patchCommand,
  waitCommand,
  labelCommand,
  annotateCommand,
  apiResourcesCommand,
  configCommand,
  versionCommand,
];
