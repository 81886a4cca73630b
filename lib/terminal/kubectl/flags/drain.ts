/** The flags of kubectl 1.35.2 as its help declares them, one a line; `!` marks what is not modelled here. */

export const drainFlags = `
  --chunk-size=500: Return large lists in chunks rather than all at once. Pass 0 to disable.
  --delete-emptydir-data=false: Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).
  --disable-eviction=false: Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.
  --dry-run='none': Must be "none", "server", or "client". If client strategy, only print the object that would be sent, without sending it. If server strategy, submit server-side request without persisting the resource.
  --force=false: Continue even if there are pods that do not declare a controller.
  --grace-period=-1: Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.
  --ignore-daemonsets=false: Ignore DaemonSet-managed pods.
  --pod-selector='': Label selector to filter pods on the node
  -l, --selector='': Selector (label query) to filter on, supports '=', '==', '!=', 'in', 'notin'.(e.g. -l key1=value1,key2=value2,key3 in (value3)). Matching objects must satisfy all of the specified label constraints.
  --skip-wait-for-delete-timeout=0: If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.
  --timeout=0s: The length of time to wait before giving up, zero means infinite
`;
