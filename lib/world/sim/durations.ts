/**
 * How long things take in a world, ms unless the name says otherwise: one table, each line with its source. Values that
 * vary in reality stand at a typical one, so that a world is deterministic.
 */
export const DURATIONS = {
  /**
   * Pod sandbox, network namespace and address. Models: sandbox creation in the pod start-up SLI,
   * https://github.com/kubernetes/community/blob/master/sig-scalability/slos/pod_startup_latency.md (p99 5 s without pulls).
   */
  sandboxMs: 600,
  /** An event is kept for this long after it was last written. Models: `--event-ttl`, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ (1 h; EKS leaves it) */
  eventTtlMs: 3_600_000,
  /** CRI CreateContainer. Models: https://github.com/kubernetes/community/blob/master/sig-scalability/slos/pod_startup_latency.md */
  containerCreateMs: 80,
  /** CRI StartContainer; same source. */
  containerStartMs: 70,
  /** An image pull before its first byte: resolve and manifest. Models: containerd pull of a small image in-region. */
  imageResolveMs: 350,
  /** Throughput of a pull, bytes a second. Models: https://aws.amazon.com/blogs/containers/reducing-aws-fargate-startup-times-with-zstd-compressed-container-images/ */
  imageBytesPerSecond: 60_000_000,
  /** The kubelet looks at a pod again after a failed pull or an exit. Models: pod worker resync on a PLEG event, 1 s relist: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet.go */
  podSyncMs: 1_000,
  /** Models: `backOffPeriod`, https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet.go */
  configErrorRetryMs: 10_000,
  /** First back-off of container restarts and image pulls. Models: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy */
  backOffMs: 10_000,
  /** Both back-offs stop doubling here; same source. */
  maxBackOffMs: 300_000,
  /** A container that ran this long starts its back-off anew; same source (10 minutes). */
  backOffResetMs: 600_000,
  /** First retry of a failed mount. Models: `initialDurationBeforeRetry`, https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/util/goroutinemap/exponentialbackoff/exponential_backoff.go */
  mountRetryMs: 500,
  /** Same source: `maxDurationBeforeRetry`, 2 min 2 s. */
  maxMountRetryMs: 122_000,
  /** A process that handles SIGTERM is gone after this. Models: nginx and Go servers without open connections, measured with `docker stop` at 0.2–0.4 s. */
  sigtermMs: 300,
  /** The kubelet's way from the deletion it watches to the signal it has sent. Models: the order in https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow, at the tens of ms that a watch and a CRI call take. */
  stopSignalMs: 30,
  /** kube-proxy's way from a change that it watches to the rules in the kernel, half to one and a half of this by node. Models: https://github.com/kubernetes/community/blob/master/sig-scalability/slos/network_programming_latency.md (p99 1 s), a small cluster. */
  proxySyncMs: 100,
  /** Between two syncs of kube-proxy, at least. Models: `minSyncPeriod`, 1 s when it is 0 or not set, https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/apis/config/v1alpha1/defaults.go */
  proxyMinSyncMs: 1_000,
  /** Until a node's policy agent knows a pod that started: a watch, the controller's PolicyEndpoint, a watch, two eBPF programs. Models: the order in https://github.com/aws/aws-network-policy-agent/blob/main/README.md; its length is an assumption. */
  policyStartUpMs: 2_000,
  /** First probe after the initial delay: the pod's next sync. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/prober/prober_manager.go (manual trigger) */
  firstProbeMs: 1_000,
  /** A freed pod address is not given out again. Models: VPC CNI cool-down, https://github.com/aws/amazon-vpc-cni-k8s/blob/v1.23.1/pkg/ipamd/datastore/data_store.go */
  addressCoolDownMs: 30_000,
  /** Status silence after which a node is Unknown. Models: node-monitor-grace-period, 50 s since 1.32: https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ */
  nodeMonitorGraceMs: 50_000,
  /** The kubelet posts its node's status after it comes back. Models: nodeStatusUpdateFrequency 10 s at most, https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
  nodeStatusUpdateMs: 1_000,
  /** The node lifecycle controller looks at the nodes this often. Models: node-monitor-period, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/ */
  nodeMonitorMs: 5_000,
  /** The kubelet posts an unchanged status this often. Models: nodeStatusReportFrequency 5 min, https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/ */
  nodeStatusReportMs: 300_000,
  /** A kubelet renews its Lease after a quarter of nodeLeaseDurationSeconds (40); an API server too. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet.go (nodeLeaseRenewIntervalFraction 0.25) */
  leaseRenewMs: 10_000,
  /** A leader renews this often. Models: leader-elect-retry-period 2 s, https://kubernetes.io/docs/reference/command-line-tools-reference/kube-scheduler/ */
  leaderRenewMs: 2_000,
  /** Pods of a node that is gone stay this long. Models: `quarantineTime`, https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/podgc/gc_controller.go */
  nodeQuarantineMs: 40_000,
  /** A create that the API server refused is tried again. Models: the doubling queue of https://github.com/kubernetes/client-go/blob/v0.35.0/util/workqueue/default_rate_limiters.go, at one step. */
  createRetryMs: 16_000,
  /** A failed Job's pod is replaced after this, doubling. Models: https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy */
  jobBackOffMs: 10_000,
  /** Same source: six minutes. */
  maxJobBackOffMs: 360_000,
} as const;
