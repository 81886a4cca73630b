import { ALL, type CoverageTable } from './classes.ts';

/** What a pod is made of. Security contexts and the like change no packet here; what asks for other machinery is unmodelled. */
export const POD_COVERAGE: CoverageTable = {
  'core/v1.Pod': { modelled: ALL },
  'core/v1.PodTemplateSpec': { modelled: ALL },
  'core/v1.PodSpec': {
    modelled:
      'volumes initContainers containers ephemeralContainers restartPolicy terminationGracePeriodSeconds dnsPolicy nodeSelector schedulerName serviceAccountName serviceAccount nodeName hostNetwork hostname subdomain affinity tolerations hostAliases dnsConfig readinessGates enableServiceLinks schedulingGates overhead priority priorityClassName automountServiceAccountToken',
    inert:
      'securityContext imagePullSecrets hostPID hostIPC shareProcessNamespace preemptionPolicy os hostUsers workloadRef',
    harmless: { setHostnameAsFQDN: [false] },
  },
  'core/v1.Container': {
    modelled:
      'name image command args ports envFrom env resources volumeMounts livenessProbe readinessProbe startupProbe lifecycle imagePullPolicy restartPolicy',
    inert:
      'workingDir resizePolicy terminationMessagePath terminationMessagePolicy securityContext stdin stdinOnce tty volumeDevices',
  },
  'core/v1.EphemeralContainer': {
    modelled: 'name image command args envFrom env volumeMounts imagePullPolicy',
    inert:
      'workingDir terminationMessagePath terminationMessagePolicy securityContext stdin stdinOnce tty volumeDevices targetContainerName',
  },
  'core/v1.ContainerPort': { modelled: 'name containerPort protocol hostPort hostIP' },
  'core/v1.EnvFromSource': { modelled: ALL },
  'core/v1.ConfigMapEnvSource': { modelled: ALL },
  'core/v1.SecretEnvSource': { modelled: ALL },
  'core/v1.EnvVar': { modelled: ALL },
  'core/v1.EnvVarSource': { modelled: 'fieldRef resourceFieldRef configMapKeyRef secretKeyRef' },
  'core/v1.ObjectFieldSelector': { modelled: ALL },
  'core/v1.ResourceFieldSelector': { modelled: ALL },
  'core/v1.ConfigMapKeySelector': { modelled: ALL },
  'core/v1.SecretKeySelector': { modelled: ALL },
  'core/v1.ResourceRequirements': { modelled: 'requests limits' },
  'core/v1.VolumeMount': { modelled: 'name mountPath subPath', inert: 'readOnly recursiveReadOnly mountPropagation' },
  'core/v1.Probe': {
    modelled:
      'exec httpGet tcpSocket initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold terminationGracePeriodSeconds',
  },
  'core/v1.ExecAction': { modelled: ALL },
  'core/v1.HTTPGetAction': { modelled: ALL },
  'core/v1.HTTPHeader': { modelled: ALL },
  'core/v1.TCPSocketAction': { modelled: ALL },
  'core/v1.Lifecycle': { modelled: 'preStop' },
  'core/v1.LifecycleHandler': { modelled: 'exec sleep' },
  'core/v1.SleepAction': { modelled: ALL },
  'core/v1.Volume': { modelled: 'name configMap secret emptyDir projected downwardAPI', inert: 'hostPath' },
  'core/v1.ConfigMapVolumeSource': { modelled: 'name items optional', inert: 'defaultMode' },
  'core/v1.SecretVolumeSource': { modelled: 'secretName items optional', inert: 'defaultMode' },
  'core/v1.KeyToPath': { modelled: 'key path', inert: 'mode' },
  'core/v1.EmptyDirVolumeSource': { modelled: '', inert: 'medium sizeLimit' },
  'core/v1.ProjectedVolumeSource': { modelled: 'sources', inert: 'defaultMode' },
  'core/v1.VolumeProjection': { modelled: 'secret downwardAPI configMap serviceAccountToken' },
  'core/v1.SecretProjection': { modelled: ALL },
  'core/v1.ConfigMapProjection': { modelled: ALL },
  'core/v1.DownwardAPIProjection': { modelled: ALL },
  'core/v1.DownwardAPIVolumeSource': { modelled: 'items', inert: 'defaultMode' },
  'core/v1.DownwardAPIVolumeFile': { modelled: 'path fieldRef', inert: 'mode' },
  'core/v1.ServiceAccountTokenProjection': { modelled: ALL },
  'core/v1.Affinity': { modelled: ALL },
  'core/v1.NodeAffinity': {
    modelled: 'requiredDuringSchedulingIgnoredDuringExecution',
  },
  'core/v1.NodeSelector': { modelled: ALL },
  'core/v1.NodeSelectorTerm': { modelled: ALL },
  'core/v1.NodeSelectorRequirement': { modelled: ALL },
  'core/v1.PodAffinity': { modelled: 'requiredDuringSchedulingIgnoredDuringExecution' },
  'core/v1.PodAntiAffinity': { modelled: 'requiredDuringSchedulingIgnoredDuringExecution' },
  'core/v1.PodAffinityTerm': { modelled: 'labelSelector namespaces topologyKey' },
  'core/v1.Toleration': { modelled: ALL },
  'core/v1.HostAlias': { modelled: ALL },
  'core/v1.PodDNSConfig': { modelled: ALL },
  'core/v1.PodDNSConfigOption': { modelled: ALL },
  'core/v1.PodReadinessGate': { modelled: ALL },
  'core/v1.PodSchedulingGate': { modelled: ALL },
  'core/v1.PodStatus': {
    modelled:
      'observedGeneration phase conditions message reason hostIP hostIPs podIP podIPs startTime initContainerStatuses containerStatuses ephemeralContainerStatuses qosClass nominatedNodeName',
    inert: 'resize resourceClaimStatuses extendedResourceClaimStatus allocatedResources resources',
  },
  'core/v1.PodCondition': { modelled: ALL },
  'core/v1.HostIP': { modelled: ALL },
  'core/v1.PodIP': { modelled: ALL },
  'core/v1.ContainerStatus': {
    modelled: 'name state lastState ready restartCount image imageID containerID started',
    inert: 'allocatedResources resources volumeMounts user allocatedResourcesStatus stopSignal',
  },
  'core/v1.ContainerState': { modelled: ALL },
  'core/v1.ContainerStateRunning': { modelled: ALL },
  'core/v1.ContainerStateTerminated': { modelled: ALL },
  'core/v1.ContainerStateWaiting': { modelled: ALL },
};
