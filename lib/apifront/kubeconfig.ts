/** The file that points a person's own kubectl at the clusters of a sitting. */
import { stringify } from 'yaml';

export interface KubeconfigOptions {
  /** Such as `https://localhost:3443/k8s/<holder>`, without the cluster. */
  readonly url: string;
  readonly token: string;
  /** PEM of the authority; absent where the system's own authorities vouch for the address. */
  readonly authority: string | undefined;
  /** The first is the current context. */
  readonly clusters: readonly string[];
}

/** Models: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ */
export function kubeconfig({ url, token, authority, clusters }: KubeconfigOptions): string {
  const trust = authority ? { 'certificate-authority-data': Buffer.from(authority).toString('base64') } : {};
  return stringify(
    {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: clusters.map((name) => ({ name, cluster: { ...trust, server: `${url}/${name}` } })),
      contexts: clusters.map((name) => ({ name, context: { cluster: name, user: 'learner' } })),
      'current-context': clusters[0],
      users: [{ name: 'learner', user: { token } }],
    },
    { lineWidth: 0 },
  );
}
