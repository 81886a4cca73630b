/**
 * The numbers of the fields that client-go writes when it creates objects as protocol buffers.
 *
 * A line is `Message: number name type …`. Types: `s` string, `y` bytes, `i` integer, `b` boolean, a message's name; `[]`
 * before it repeats, `{}` is a map from strings, `=` sets the message's fields in place, `?` after it keeps a zero.
 *
 * Models: https://github.com/kubernetes/api/blob/v0.35.0/core/v1/generated.proto and its neighbours
 */

const TABLE = `
TypeMeta: 1 apiVersion s, 2 kind s
Unknown: 1 typeMeta TypeMeta, 2 raw y, 3 contentEncoding s, 4 contentType s
ObjectMeta: 1 name s, 2 generateName s, 3 namespace s, 5 uid s, 6 resourceVersion s, 7 generation i, 8 creationTimestamp Time, 9 deletionTimestamp Time, 10 deletionGracePeriodSeconds i?, 11 labels {}s, 12 annotations {}s, 13 ownerReferences []OwnerReference, 14 finalizers []s
OwnerReference: 1 kind s, 3 name s, 4 uid s, 5 apiVersion s, 6 controller b?, 7 blockOwnerDeletion b?
LabelSelector: 1 matchLabels {}s, 2 matchExpressions []LabelSelectorRequirement
LabelSelectorRequirement: 1 key s, 2 operator s, 3 values []s
Preconditions: 1 uid s, 2 resourceVersion s
DeleteOptions: 1 gracePeriodSeconds i?, 2 preconditions Preconditions, 3 orphanDependents b?, 4 propagationPolicy s, 5 dryRun []s
LocalObjectReference: 1 name s

Namespace: 1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status Empty
NamespaceSpec: 1 finalizers []s
ConfigMap: 1 metadata ObjectMeta, 2 data {}s, 3 binaryData {}y, 4 immutable b?
Secret: 1 metadata ObjectMeta, 2 data {}y, 3 type s, 4 stringData {}s, 5 immutable b?
ServiceAccount: 1 metadata ObjectMeta, 2 secrets []ObjectReference, 3 imagePullSecrets []LocalObjectReference, 4 automountServiceAccountToken b?
ObjectReference: 1 kind s, 2 namespace s, 3 name s, 4 uid s, 5 apiVersion s, 6 resourceVersion s, 7 fieldPath s
ResourceQuota: 1 metadata ObjectMeta, 2 spec ResourceQuotaSpec, 3 status Empty
ResourceQuotaSpec: 1 hard {}Quantity, 2 scopes []s
Service: 1 metadata ObjectMeta, 2 spec ServiceSpec, 3 status Empty
ServiceSpec: 1 ports []ServicePort, 2 selector {}s, 3 clusterIP s, 4 type s, 5 externalIPs []s, 7 sessionAffinity s, 8 loadBalancerIP s, 9 loadBalancerSourceRanges []s, 10 externalName s, 11 externalTrafficPolicy s, 12 healthCheckNodePort i, 13 publishNotReadyAddresses b, 17 ipFamilyPolicy s, 18 clusterIPs []s, 19 ipFamilies []s, 21 loadBalancerClass s, 22 internalTrafficPolicy s
ServicePort: 1 name s, 2 protocol s, 3 port i, 4 targetPort IntOrString, 5 nodePort i, 6 appProtocol s
Event: 1 metadata ObjectMeta, 2 involvedObject ObjectReference, 3 reason s, 4 message s, 5 source EventSource, 6 firstTimestamp Time, 7 lastTimestamp Time, 8 count i, 9 type s
EventSource: 1 component s, 2 host s
Binding: 1 metadata ObjectMeta, 2 target ObjectReference

Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec, 3 status Empty
DeploymentSpec: 1 replicas i?, 2 selector LabelSelector, 3 template PodTemplateSpec, 4 strategy DeploymentStrategy, 5 minReadySeconds i, 6 revisionHistoryLimit i?, 7 paused b, 9 progressDeadlineSeconds i?
DeploymentStrategy: 1 type s, 2 rollingUpdate RollingUpdate
RollingUpdate: 1 maxUnavailable IntOrString?, 2 maxSurge IntOrString?
Job: 1 metadata ObjectMeta, 2 spec JobSpec, 3 status Empty
JobSpec: 1 parallelism i?, 2 completions i?, 3 activeDeadlineSeconds i?, 4 selector LabelSelector, 5 manualSelector b?, 6 template PodTemplateSpec, 7 backoffLimit i?, 8 ttlSecondsAfterFinished i?, 9 completionMode s, 10 suspend b?
CronJob: 1 metadata ObjectMeta, 2 spec CronJobSpec, 3 status Empty
CronJobSpec: 1 schedule s, 2 startingDeadlineSeconds i?, 3 concurrencyPolicy s, 4 suspend b?, 5 jobTemplate JobTemplateSpec, 6 successfulJobsHistoryLimit i?, 7 failedJobsHistoryLimit i?, 8 timeZone s
JobTemplateSpec: 1 metadata ObjectMeta, 2 spec JobSpec

Pod: 1 metadata ObjectMeta, 2 spec PodSpec, 3 status Empty
PodTemplateSpec: 1 metadata ObjectMeta, 2 spec PodSpec
PodSpec: 1 volumes []Volume, 2 containers []Container, 3 restartPolicy s, 4 terminationGracePeriodSeconds i?, 5 activeDeadlineSeconds i?, 6 dnsPolicy s, 7 nodeSelector {}s, 8 serviceAccountName s, 9 serviceAccount s, 10 nodeName s, 11 hostNetwork b, 12 hostPID b, 13 hostIPC b, 14 securityContext PodSecurityContext, 15 imagePullSecrets []LocalObjectReference, 16 hostname s, 17 subdomain s, 19 schedulerName s, 20 initContainers []Container, 21 automountServiceAccountToken b?, 22 tolerations []Toleration, 24 priorityClassName s, 25 priority i?, 27 shareProcessNamespace b?, 29 runtimeClassName s, 30 enableServiceLinks b?, 31 preemptionPolicy s
PodSecurityContext: 2 runAsUser i?, 3 runAsNonRoot b?, 4 supplementalGroups []i, 5 fsGroup i?, 6 runAsGroup i?
Toleration: 1 key s, 2 operator s, 3 value s, 4 effect s, 5 tolerationSeconds i?
Container: 1 name s, 2 image s, 3 command []s, 4 args []s, 5 workingDir s, 6 ports []ContainerPort, 7 env []EnvVar, 8 resources ResourceRequirements, 9 volumeMounts []VolumeMount, 10 livenessProbe Probe, 11 readinessProbe Probe, 12 lifecycle Lifecycle, 13 terminationMessagePath s, 14 imagePullPolicy s, 15 securityContext SecurityContext, 16 stdin b, 17 stdinOnce b, 18 tty b, 19 envFrom []EnvFromSource, 20 terminationMessagePolicy s, 22 startupProbe Probe, 24 restartPolicy s
ContainerPort: 1 name s, 2 hostPort i, 3 containerPort i, 4 protocol s, 5 hostIP s
EnvVar: 1 name s, 2 value s, 3 valueFrom EnvVarSource
EnvVarSource: 1 fieldRef FieldRef, 2 resourceFieldRef ResourceFieldRef, 3 configMapKeyRef KeyRef, 4 secretKeyRef KeyRef
FieldRef: 1 apiVersion s, 2 fieldPath s
ResourceFieldRef: 1 containerName s, 2 resource s, 3 divisor Quantity
KeyRef: 1 = LocalObjectReference, 2 key s, 3 optional b?
EnvFromSource: 1 prefix s, 2 configMapRef EnvSource, 3 secretRef EnvSource
EnvSource: 1 = LocalObjectReference, 2 optional b?
ResourceRequirements: 1 limits {}Quantity, 2 requests {}Quantity
VolumeMount: 1 name s, 2 readOnly b, 3 mountPath s, 4 subPath s, 5 mountPropagation s, 6 subPathExpr s, 7 recursiveReadOnly s
Probe: 1 = Handler, 2 initialDelaySeconds i, 3 timeoutSeconds i, 4 periodSeconds i, 5 successThreshold i, 6 failureThreshold i, 7 terminationGracePeriodSeconds i?
Handler: 1 exec ExecAction, 2 httpGet HTTPGetAction, 3 tcpSocket TCPSocketAction, 4 grpc GRPCAction
Lifecycle: 1 postStart Handler, 2 preStop Handler
ExecAction: 1 command []s
HTTPGetAction: 1 path s, 2 port IntOrString, 3 host s, 4 scheme s, 5 httpHeaders []HTTPHeader
HTTPHeader: 1 name s, 2 value s
TCPSocketAction: 1 port IntOrString, 2 host s
GRPCAction: 1 port i, 2 service s
SecurityContext: 1 capabilities Capabilities, 2 privileged b?, 4 runAsUser i?, 5 runAsNonRoot b?, 6 readOnlyRootFilesystem b?, 7 allowPrivilegeEscalation b?, 8 runAsGroup i?
Capabilities: 1 add []s, 2 drop []s
Volume: 1 name s, 2 = VolumeSource
VolumeSource: 1 hostPath HostPath, 2 emptyDir EmptyDir, 6 secret SecretVolume, 10 persistentVolumeClaim ClaimVolume, 16 downwardAPI DownwardVolume, 19 configMap ConfigMapVolume, 26 projected ProjectedVolume
HostPath: 1 path s, 2 type s
EmptyDir: 1 medium s, 2 sizeLimit Quantity
ClaimVolume: 1 claimName s, 2 readOnly b
SecretVolume: 1 secretName s, 2 items []KeyToPath, 3 defaultMode i?, 4 optional b?
ConfigMapVolume: 1 = LocalObjectReference, 2 items []KeyToPath, 3 defaultMode i?, 4 optional b?
KeyToPath: 1 key s, 2 path s, 3 mode i?
DownwardVolume: 1 items []DownwardFile, 2 defaultMode i?
DownwardFile: 1 path s, 2 fieldRef FieldRef, 3 resourceFieldRef ResourceFieldRef, 4 mode i?
ProjectedVolume: 1 sources []VolumeProjection, 2 defaultMode i?
VolumeProjection: 1 secret ProjectedData, 2 downwardAPI DownwardVolume, 3 configMap ProjectedData, 4 serviceAccountToken TokenProjection
ProjectedData: 1 = LocalObjectReference, 2 items []KeyToPath, 4 optional b?
TokenProjection: 1 audience s, 2 expirationSeconds i?, 3 path s

Role: 1 metadata ObjectMeta, 2 rules []PolicyRule
ClusterRole: 1 metadata ObjectMeta, 2 rules []PolicyRule, 3 aggregationRule AggregationRule
AggregationRule: 1 clusterRoleSelectors []LabelSelector
PolicyRule: 1 verbs []s, 2 apiGroups []s, 3 resources []s, 4 resourceNames []s, 5 nonResourceURLs []s
RoleBinding: 1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef
ClusterRoleBinding: 1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef
Subject: 1 kind s, 2 apiGroup s, 3 name s, 4 namespace s
RoleRef: 1 apiGroup s, 2 kind s, 3 name s

Ingress: 1 metadata ObjectMeta, 2 spec IngressSpec, 3 status Empty
IngressSpec: 1 defaultBackend IngressBackend, 2 tls []IngressTLS, 3 rules []IngressRule, 4 ingressClassName s
IngressTLS: 1 hosts []s, 2 secretName s
IngressRule: 1 host s, 2 = IngressRuleValue
IngressRuleValue: 1 http HTTPIngressRuleValue
HTTPIngressRuleValue: 1 paths []HTTPIngressPath
HTTPIngressPath: 1 path s, 2 backend IngressBackend, 3 pathType s
IngressBackend: 3 resource TypedReference, 4 service IngressServiceBackend
TypedReference: 1 apiGroup s, 2 kind s, 3 name s
IngressServiceBackend: 1 name s, 2 port ServiceBackendPort
ServiceBackendPort: 1 name s, 2 number i

PodDisruptionBudget: 1 metadata ObjectMeta, 2 spec PodDisruptionBudgetSpec, 3 status Empty
PodDisruptionBudgetSpec: 1 minAvailable IntOrString?, 2 selector LabelSelector, 3 maxUnavailable IntOrString?
Eviction: 1 metadata ObjectMeta, 2 deleteOptions DeleteOptions
PriorityClass: 1 metadata ObjectMeta, 2 value i?, 3 globalDefault b, 4 description s, 5 preemptionPolicy s
HorizontalPodAutoscaler: 1 metadata ObjectMeta, 2 spec HorizontalPodAutoscalerSpec, 3 status Empty
HorizontalPodAutoscalerSpec: 1 scaleTargetRef ScaleTargetRef, 2 minReplicas i?, 3 maxReplicas i, 4 metrics []MetricSpec
ScaleTargetRef: 1 kind s, 2 name s, 3 apiVersion s
MetricSpec: 1 type s, 4 resource ResourceMetricSource
ResourceMetricSource: 1 name s, 3 target MetricTarget
MetricTarget: 1 type s, 2 value Quantity, 3 averageValue Quantity, 4 averageUtilization i?

TokenRequest: 1 metadata ObjectMeta, 2 spec TokenRequestSpec, 3 status Empty
TokenRequestSpec: 1 audiences []s, 3 boundObjectRef BoundObjectReference, 4 expirationSeconds i?
BoundObjectReference: 1 kind s, 2 apiVersion s, 3 name s, 4 uid s
SelfSubjectReview: 1 metadata ObjectMeta, 2 status Empty
SelfSubjectAccessReview: 1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec, 3 status Empty
SelfSubjectAccessReviewSpec: 1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes
ResourceAttributes: 1 namespace s, 2 verb s, 3 group s, 4 version s, 5 resource s, 6 subresource s, 7 name s
NonResourceAttributes: 1 path s, 2 verb s
SelfSubjectRulesReview: 1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec, 3 status Empty
SelfSubjectRulesReviewSpec: 1 namespace s
Empty:
`;

export interface MessageField {
  /** Undefined for a message whose fields stand in place. */
  readonly name: string | undefined;
  readonly type: string;
  readonly shape: 'Single' | 'List' | 'Map';
  /** Go omits the others when they are zero. */
  readonly keepsZero: boolean;
}

export type Message = ReadonlyMap<number, MessageField>;

function readField(text: string): readonly [number, MessageField] {
  const [number = '', name = '', written = ''] = text.trim().split(' ');
  const shape = written.startsWith('[]') ? 'List' : written.startsWith('{}') ? 'Map' : 'Single';
  const keepsZero = written.endsWith('?');
  const type = written.replace(/^(\[\]|\{\})/, '').replace(/\?$/, '');
  return [Number(number), { name: name === '=' ? undefined : name, type, shape, keepsZero }];
}

/** By the message's name; the names of kinds are those of the API. */
export const MESSAGES: ReadonlyMap<string, Message> = new Map(
  TABLE.split('\n')
    .filter((line) => line.includes(':'))
    .map((line) => {
      const colon = line.indexOf(':');
      const fields = line
        .slice(colon + 1)
        .split(',')
        .filter((field) => field.trim() !== '');
      return [line.slice(0, colon), new Map(fields.map(readField))];
    }),
);
