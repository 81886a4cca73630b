/**
 * The range of Service addresses, the priority classes of the system and the storage class that EKS brings.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controlplane/controller/defaultservicecidr/default_servicecidr_controller.go,
 * pkg/registry/scheduling/rest/storage_scheduling.go, https://docs.aws.amazon.com/eks/latest/userguide/create-storage-class.html
 */
import type { Manifest } from './manifest.ts';

function priority(name: string, value: number, description: string): Manifest {
  return { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, description };
}

export function listClassObjects(serviceCidrs: readonly string[]): Manifest[] {
  return [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'ServiceCIDR',
      metadata: { name: 'kubernetes' },
      spec: { cidrs: [...serviceCidrs] },
    },
    priority(
      'system-cluster-critical',
      2_000_000_000,
      'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
    ),
    priority(
      'system-node-critical',
      2_000_001_000,
      'Used for system critical pods that must not be moved from their current node.',
    ),
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp2' },
      provisioner: 'kubernetes.io/aws-ebs',
      parameters: { fsType: 'ext4', type: 'gp2' },
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ];
}
