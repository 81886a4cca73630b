/**
 * The token that the kubelet puts into a pod: the API server takes it for the pod's service account.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/token/token_manager.go (requiresRefresh),
 * https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/serviceaccount/claims.go (ExpirationExtensionSeconds)
 * Differs: it is renewed to the second when four fifths of its hour are over, and it has no claim `warnafter`.
 */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import { issueToken } from '../apiserver/authorization/token.ts';
import type { Cluster } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';

const ASKED_SECONDS = 3607;
const RENEWED_AFTER_MS = ASKED_SECONDS * 0.8 * 1000;
/** Clients that never read the file again are let in for a year. */
const ACCEPTED_SECONDS = 365 * 24 * 3600;

/** The token as it stands in the file now; the same text until it is renewed. */
export function accountToken(cluster: Cluster, pod: Pod): string {
  const { namespace, name, uid = '' } = pod.metadata;
  const startedMs = pod.status.startTime ?? 0;
  const renewals = Math.max(0, Math.floor((nowMs(cluster.state) - startedMs) / RENEWED_AFTER_MS));
  return issueToken(cluster, {
    namespace,
    name: pod.spec.serviceAccountName ?? 'default',
    audiences: [],
    expirationSeconds: ACCEPTED_SECONDS,
    pod: { name, uid },
    issuedAtMs: startedMs + renewals * RENEWED_AFTER_MS,
  });
}
