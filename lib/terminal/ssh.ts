/**
 * ssh to a node of the cluster, as root.
 * Differs: no keys, users or options; a real node would be reached through Session Manager or a bastion.
 */
import { topologyOf } from '../world/dataplane/topology.ts';
import type { WorldAccess } from './access.ts';
import type { Tool } from './tool.ts';

export function ssh(access: WorldAccess): Tool {
  const nodes = () =>
    access
      .clusterNames()
      .flatMap((cluster) =>
        [...topologyOf(access.cluster(cluster)).nodeByName.values()]
          .filter(({ node }) => node !== undefined)
          .map((view) => ({ ...view, cluster })),
      );
  return {
    name: 'ssh',
    async run(argv, io) {
      const words = [...argv];
      // As ssh reads: options stand before the host, the words behind it belong to the command.
      while (words[0] === '-t' || words[0] === '-tt') words.shift();
      const [target, ...command] = words;
      if (target === undefined || target.startsWith('-')) {
        io.err(target ? `ssh: not modelled: ${target}\n` : 'usage: ssh NODE [command [argument ...]]\n');
        return 255;
      }
      const name = target.split('@').at(-1) ?? target;
      const node = nodes().find(
        (view) => view.name === name || view.addresses.includes(name) || view.name.split('.')[0] === name,
      );
      if (!node) {
        io.err(`ssh: Could not resolve hostname ${name}: Name or service not known\n`);
        return 255;
      }
      const interactive = command.length === 0 && io.stdinIsTerminal;
      const shell = command.length === 0 ? ['bash'] : ['bash', '-c', command.join(' ')];
      const code = await io.runIn({ cluster: node.cluster, node: node.name }, shell, { stdin: io.stdin, interactive });
      if (interactive) io.out(`Connection to ${name} closed.\n`);
      return code;
    },
    complete: () => nodes().map(({ name }) => name),
  };
}
