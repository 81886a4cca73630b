/** Publishes the cluster's certificate in each namespace. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/certificates/rootcacertpublisher/publisher.go */
import type { Controller } from '../controller.ts';
import { namespaceKeys } from '../named-object.ts';
import type { Namespace } from '../objects.ts';

const NAME = 'kube-root-ca.crt';
const DESCRIPTION =
  'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.';

/** Differs: the certificate is a placeholder, there is no TLS here. */
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nbm90IG1vZGVsbGVk\n-----END CERTIFICATE-----\n';

export const rootca: Controller = {
  name: 'root-ca-certificate-publisher',
  watches: {
    Namespace: ({ object }) => (object ? [(object as Namespace).metadata.name] : []),
    ConfigMap: ({ object, previous }) => namespaceKeys(NAME, object ?? previous),
  },
  reconcile(namespace, { client }) {
    if (client.find('Namespace', namespace)?.status.phase !== 'Active') return;
    const standing = client.find('ConfigMap', NAME, namespace);
    const data = { 'ca.crt': CERTIFICATE };
    if (!standing) {
      const metadata = { name: NAME, namespace, annotations: { 'kubernetes.io/description': DESCRIPTION } };
      client.create('ConfigMap', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data });
    } else if (standing.data?.['ca.crt'] !== CERTIFICATE) client.update('ConfigMap', { ...standing, data });
  },
};
