import { replicaController } from '../replicas/replica-controller.ts';

export const replicaset = replicaController('ReplicaSet');
