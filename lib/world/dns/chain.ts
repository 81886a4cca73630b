/** What a CoreDNS pod answers: its Corefile's server block for the name, through the plugins in CoreDNS's own order. */

import type { Corefile, PluginConfig, ServerBlock } from './corefile.ts';
import { autopath } from './plugins/autopath.ts';
import { cache } from './plugins/cache.ts';
import { errors } from './plugins/errors.ts';
import { forward } from './plugins/forward.ts';
import { hosts } from './plugins/hosts.ts';
import { kubernetes } from './plugins/kubernetes.ts';
import { loadbalance } from './plugins/loadbalance.ts';
import { log } from './plugins/log.ts';
import { bystander, failure, notModelled, type Plugin, type PluginAnswer, type Query } from './plugins/plugin.ts';
import { rewrite } from './plugins/rewrite.ts';
import { template } from './plugins/template.ts';
import { findMatchingBlock } from './server-block.ts';

/**
 * The order is compiled into CoreDNS; the order in the Corefile means nothing.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin.cfg
 */
const CHAIN: readonly Plugin[] = [
  // Before everything: they serve or observe, and never touch a query.
  bystander('timeouts'),
  bystander('reload'),
  bystander('bind'),
  bystander('bufsize'),
  bystander('debug'),
  bystander('trace'),
  bystander('pprof'),
  bystander('health'),
  bystander('ready'),
  bystander('prometheus'),
  // Sees the final answer, so it stands before whatever makes it.
  errors,
  log,
  // Shuffles after the cache has kept one order.
  loadbalance,
  // In front of the plugins that look something up.
  cache,
  // Behind the cache, which therefore keeps answers under the names that were asked.
  rewrite,
  autopath,
  template,
  // Written names win over those of the cluster.
  hosts,
  kubernetes,
  // Its own questions only.
  bystander('loop'),
  // Last: everything else.
  forward,
];

const KNOWN = new Set(CHAIN.map(({ name }) => name));

/** `at` is where it was asked. */
export function answerFrom(
  corefile: Corefile,
  at: { readonly address: string; readonly port: number },
  query: Query,
): PluginAnswer {
  if ('error' in corefile) return failure('SERVFAIL');
  const block = findMatchingBlock(corefile.blocks, query.question.name, at.port, at.address);
  if (!block) return failure('REFUSED');
  const { unknown, used } = chainOf(block);
  if (unknown !== undefined) return notModelled(`the CoreDNS plugin ${unknown}`);
  return run(used, 0, query);
}

interface Chain {
  readonly unknown: string | undefined;
  readonly used: readonly { readonly plugin: Plugin; readonly config: PluginConfig }[];
}

const chains = new WeakMap<ServerBlock, Chain>();

/** Arranged once for all queries of a Corefile. */
function chainOf(block: ServerBlock): Chain {
  const known = chains.get(block);
  if (known) return known;
  const { plugins } = block;
  const chain = {
    unknown: plugins.find(({ name }) => !KNOWN.has(name))?.name,
    used: CHAIN.flatMap((plugin) => {
      const configs = plugins.filter(({ name }) => name === plugin.name);
      if (configs.length === 0) return [];
      return (plugin.prepare?.(configs, block) ?? configs).map((config) => ({ plugin, config }));
    }),
  };
  chains.set(block, chain);
  return chain;
}

function run(used: Chain['used'], at: number, query: Query): PluginAnswer {
  const current = used[at];
  if (!current) return failure('REFUSED');
  return current.plugin.answer(query, current.config, (other = query) => run(used, at + 1, other));
}
