/** Every controller of a cluster, in the order in which one change reaches them. */
import type { Controller } from './controller.ts';
import { clientHabits } from './controllers/client-habits.ts';
import { controlPlaneLeases } from './controllers/control-plane-leases.ts';
import { corednsReload } from './controllers/coredns.ts';
import { cronjob } from './controllers/cronjob.ts';
import { customresources } from './controllers/customresources.ts';
import { daemonset } from './controllers/daemonset.ts';
import { deployment } from './controllers/deployment.ts';
import { disruption } from './controllers/disruption.ts';
import { endpoints } from './controllers/endpoints.ts';
import { endpointslice } from './controllers/endpointslice.ts';
import { garbagecollector } from './controllers/garbagecollector.ts';
import { job } from './controllers/job.ts';
import { kubeProxy } from './controllers/kube-proxy.ts';
import { kubelet } from './controllers/kubelet.ts';
import { kubeletConfig } from './controllers/kubelet-config.ts';
import { namespace } from './controllers/namespace.ts';
import { nodeLifecycle } from './controllers/node-lifecycle.ts';
import { nodeStatus } from './controllers/node-status.ts';
import { nodeLocalDns } from './controllers/nodelocaldns.ts';
import { podgc } from './controllers/podgc.ts';
import { replicaset } from './controllers/replicaset.ts';
import { replicationcontroller } from './controllers/replicationcontroller.ts';
import { resourcequota } from './controllers/resourcequota.ts';
import { rootca } from './controllers/rootca.ts';
import { scheduler } from './controllers/scheduler.ts';
import { serviceAddresses } from './controllers/service-addresses.ts';
import { serviceaccount } from './controllers/serviceaccount.ts';
import { servicecidr } from './controllers/servicecidr.ts';
import { statefulset } from './controllers/statefulset.ts';
import { taintEviction } from './controllers/taint-eviction.ts';

export const CONTROLLERS: readonly Controller[] = [
  serviceaccount,
  rootca,
  controlPlaneLeases,
  nodeStatus,
  nodeLifecycle,
  taintEviction,
  podgc,
  garbagecollector,
  customresources,
  namespace,
  deployment,
  replicaset,
  replicationcontroller,
  daemonset,
  statefulset,
  cronjob,
  job,
  disruption,
  resourcequota,
  scheduler,
  kubeletConfig,
  kubelet,
  corednsReload,
  nodeLocalDns,
  endpointslice,
  endpoints,
  serviceAddresses,
  servicecidr,
  kubeProxy,
  clientHabits,
];
