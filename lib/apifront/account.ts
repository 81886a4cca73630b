/**
 * Tokens of service accounts at the front: the cluster that issued one says whose it is, and its requests are that
 * account's.
 *
 * Models: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#webhook-token-authentication
 * Differs: an account cannot impersonate anybody.
 */
import type { ForeignAnswer } from '../sitting/foreign.ts';
import type { ApiRequest, Principal } from '../world/apiserver/request.ts';
import type { ClientSink, ClusterPort } from './port.ts';
import { Refused } from './request.ts';
import type { Refusal } from './status.ts';

const SILENT: ClientSink = { data() {}, ended() {}, text() {}, exited() {} };
/** Three parts of a JSON Web Token; a token of the front has no dots. */
const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]+$/;

interface Review {
  readonly status?: {
    readonly authenticated?: boolean;
    readonly allowed?: boolean;
    readonly user?: { readonly username: string; readonly groups: readonly string[] };
  };
}

async function ask(port: ClusterPort, cluster: string, request: ApiRequest): Promise<Review> {
  const client = port.connect(SILENT);
  try {
    const answer = await client.request(cluster, request);
    return answer.kind === 'Answer' && answer.status === 201 ? (JSON.parse(answer.text) as Review) : {};
  } finally {
    client.gone();
  }
}

/** Undefined when the cluster does not know the token. */
export async function findAccount(port: ClusterPort, cluster: string, token: string): Promise<Principal | undefined> {
  if (!SHAPE.test(token)) return undefined;
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenReview', spec: { token } };
  const path = '/apis/authentication.k8s.io/v1/tokenreviews';
  const { status } = await ask(port, cluster, { method: 'POST', path, body });
  if (!status?.authenticated || !status.user) return undefined;
  const { username, groups } = status.user;
  return { username, groups };
}

/** The same clusters, asked as `principal`. */
export function asAccount(port: ClusterPort, principal: Principal): ClusterPort {
  return {
    connect(sink) {
      const client = port.connect(sink);
      return {
        ...client,
        request(cluster, request): Promise<ForeignAnswer> {
          if (request.principal) throw new Refused(forbidden('not modelled: impersonation by a service account'));
          return client.request(cluster, { ...request, principal });
        },
      };
    },
  };
}

/** Throws the 403 when it may not do that to the pod. Models: the verb of an upgrade, which is `create` since 1.35. */
export async function checkPod(
  port: ClusterPort,
  { username }: Principal,
  cluster: string,
  pod: { readonly namespace: string; readonly name: string },
  subresource: string,
): Promise<void> {
  const resourceAttributes = { ...pod, verb: 'create', resource: 'pods', subresource };
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
  const { status } = await ask(port, cluster, { method: 'POST', path, body });
  if (status?.allowed) return;
  const { namespace, name } = pod;
  const who = `User ${JSON.stringify(username)} cannot create resource "pods/${subresource}"`;
  const where = `in API group "" in the namespace ${JSON.stringify(namespace)}`;
  throw new Refused(forbidden(`pods ${JSON.stringify(name)} is forbidden: ${who} ${where}`));
}

function forbidden(message: string): Refusal {
  return { code: 403, reason: 'Forbidden', message };
}
