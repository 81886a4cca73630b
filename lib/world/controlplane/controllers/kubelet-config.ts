/** The kubelets' configuration as kubeadm keeps it in a ConfigMap: of its fields only `clusterDNS` is read. */
import { KUBELET_CONFIG, keepClusterDns } from '../../dns/cluster-dns.ts';
import type { Controller } from '../controller.ts';

export const kubeletConfig: Controller = {
  name: 'kubelet-config',
  watches: {
    ConfigMap: ({ object, previous }) => {
      const { namespace, name } = (object ?? previous)?.metadata ?? {};
      return namespace === KUBELET_CONFIG.namespace && name === KUBELET_CONFIG.name ? [name] : [];
    },
  },
  reconcile: (_, { cluster }) => keepClusterDns(cluster),
};
