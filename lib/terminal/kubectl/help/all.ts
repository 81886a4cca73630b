/** Written by `npm run kubectl-help` from kubectl 1.35.2. */
import { alphaHelp } from './alpha.ts';
import { annotateHelp } from './annotate.ts';
import { apiResourcesHelp } from './api-resources.ts';
import { apiVersionsHelp } from './api-versions.ts';
import { applyHelp } from './apply.ts';
import { attachHelp } from './attach.ts';
import { authHelp } from './auth.ts';
import { autoscaleHelp } from './autoscale.ts';
import { certificateHelp } from './certificate.ts';
import { clusterInfoHelp } from './cluster-info.ts';
import { completionHelp } from './completion.ts';
import { configHelp } from './config.ts';
import { cordonHelp } from './cordon.ts';
import { cpHelp } from './cp.ts';
import { createHelp } from './create.ts';
import { debugHelp } from './debug.ts';
import { deleteHelp } from './delete.ts';
import { describeHelp } from './describe.ts';
import { diffHelp } from './diff.ts';
import { drainHelp } from './drain.ts';
import { editHelp } from './edit.ts';
import { eventsHelp } from './events.ts';
import { execHelp } from './exec.ts';
import { explainHelp } from './explain.ts';
import { exposeHelp } from './expose.ts';
import { getHelp } from './get.ts';
import { kubectlHelp } from './kubectl.ts';
import { kustomizeHelp } from './kustomize.ts';
import { labelHelp } from './label.ts';
import { logsHelp } from './logs.ts';
import { optionsHelp } from './options.ts';
import { patchHelp } from './patch.ts';
import { pluginHelp } from './plugin.ts';
import { portForwardHelp } from './port-forward.ts';
import { proxyHelp } from './proxy.ts';
import { replaceHelp } from './replace.ts';
import { rolloutHelp } from './rollout.ts';
import { runHelp } from './run.ts';
import { scaleHelp } from './scale.ts';
import { setHelp } from './set.ts';
import { taintHelp } from './taint.ts';
import { topHelp } from './top.ts';
import { uncordonHelp } from './uncordon.ts';
import { versionHelp } from './version.ts';
import { waitHelp } from './wait.ts';

/** Stands where kubectl prints the person's own home. */
export const HOME_MARK = '$HOMEFOLDER';

/** By the words after `kubectl`; the empty string for kubectl itself. */
export const HELP: Readonly<Record<string, string>> = {
  ...alphaHelp,
  ...annotateHelp,
  ...apiResourcesHelp,
  ...apiVersionsHelp,
  ...applyHelp,
  ...attachHelp,
  ...authHelp,
  ...autoscaleHelp,
  ...certificateHelp,
  ...clusterInfoHelp,
  ...completionHelp,
  ...configHelp,
  ...cordonHelp,
  ...cpHelp,
  ...createHelp,
  ...debugHelp,
  ...deleteHelp,
  ...describeHelp,
  ...diffHelp,
  ...drainHelp,
  ...editHelp,
  ...eventsHelp,
  ...execHelp,
  ...explainHelp,
  ...exposeHelp,
  ...getHelp,
  ...kubectlHelp,
  ...kustomizeHelp,
  ...labelHelp,
  ...logsHelp,
  ...optionsHelp,
  ...patchHelp,
  ...pluginHelp,
  ...portForwardHelp,
  ...proxyHelp,
  ...replaceHelp,
  ...rolloutHelp,
  ...runHelp,
  ...scaleHelp,
  ...setHelp,
  ...taintHelp,
  ...topHelp,
  ...uncordonHelp,
  ...versionHelp,
  ...waitHelp,
};
