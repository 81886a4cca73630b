import { writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { manifestWorld } from '../../assessment/manifest-world.ts';
import { parseFlags, wholeNumber } from '../flags.ts';
import { documentsByCluster } from '../manifest-files.ts';
import { EXIT, UsageError, type Verb } from '../outcome.ts';
import { type Served, serveWorld } from '../served-world.ts';

export const serve: Verb = {
  words: 'serve',
  usage: 'serve -f [CLUSTER=]FILE… [--port P] [--kubeconfig PATH] [--seed N] [--as-given]',
  says: 'Serves the Kubernetes API of the cluster of these manifests to your own kubectl, helm or client library, until Ctrl-C.\nWrites a kubeconfig (hoplab.kubeconfig unless --kubeconfig says where) with a token that ends with the server and a context for each cluster.',
  async run(args, io) {
    const { values } = parseFlags(args, {
      filename: { type: 'string', short: 'f', multiple: true },
      port: { type: 'string' },
      kubeconfig: { type: 'string' },
      seed: { type: 'string' },
      'as-given': { type: 'boolean' },
    });
    const seed = wholeNumber(values.seed, '--seed', 1);
    const port = wholeNumber(values.port, '--port', 0);
    if (port > 65_535) throw new UsageError(`--port: expected at most 65535, got ${port}`);
    const world = manifestWorld(
      documentsByCluster(values.filename ?? []),
      values['as-given'] ? 'AsGiven' : 'Reconciled',
      seed,
    );
    const path = resolve(values.kubeconfig ?? 'hoplab.kubeconfig');
    const folder = join(homedir(), '.hoplab', 'tls');
    const served = await serveWorld(world, { port, folder });
    writeFileSync(path, served.kubeconfig, { mode: 0o600 });
    io.out(words(path));
    await untilSignal(served);
    return EXIT.ok;
  },
};

function words(path: string): string {
  return `The cluster is served. In another terminal:\n\n  export KUBECONFIG=${path}\n  kubectl get pods -A\n\nCtrl-C ends it.\n`;
}

function untilSignal(served: Served): Promise<void> {
  return new Promise((done) => {
    const stop = () => void served.close().then(done);
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
  });
}
