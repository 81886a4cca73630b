import { replicaController } from '../replicas/replica-controller.ts';

export const replicationcontroller = replicaController('ReplicationController');
