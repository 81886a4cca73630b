/**
 * A process of its own for one contestant: a Deployment of five and a NodePort Service are applied, and called until
 * five different pods have answered. Started as `node five-pods.mjs ours|webernetes`; does the work once a message.
 */
import { ourFivePods } from './five-pods-ours.ts';
import { webernetesFivePods } from './five-pods-webernetes.ts';

/** What one run of the work took; the cluster under it may be ready before or be made within. */
export interface Work {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly answered: number;
}

export interface Worker {
  work(cluster: 'ready' | 'new'): Promise<Work>;
}

const started = performance.now();
const worker = process.argv[2] === 'ours' ? await ourFivePods() : await webernetesFivePods();
process.send?.({ loadMs: performance.now() - started });
process.on('message', (cluster: 'ready' | 'new') => {
  worker.work(cluster).then(
    (work) => process.send?.(work),
    (error) => {
      process.stderr.write(`${(error as Error).stack}\n`);
      process.exit(1);
    },
  );
});
