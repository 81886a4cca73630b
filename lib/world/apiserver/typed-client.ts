/** The client that controllers and the data plane hold; see client.ts for what it promises. */
import { getKind, type KindName } from '../api/kinds.ts';
import { nowMs } from '../sim/clock.ts';
import type { Client } from './client.ts';
import type { Core } from './commit.ts';
import { createObject } from './create.ts';
import { listStoredCustom } from './custom/kinds.ts';
import { deleteObject } from './delete.ts';
import { recordEvent } from './record.ts';
import { findObject, listObjects } from './store.ts';
import type { WriteContext } from './strategy.ts';
import { updateObject } from './update.ts';

function contextOf({ cluster }: Core): WriteContext {
  return { cluster, nowMs: nowMs(cluster.state), from: 'Controller', warnings: [] };
}

function scoped(kind: KindName, namespace: string | undefined): string | undefined {
  return getKind(kind).scope === 'Namespaced' ? namespace : undefined;
}

export function createClient(core: Core): Client {
  return {
    find: (kind, name, namespace) => findObject(core.cluster, kind, name, scoped(kind, namespace)),
    list: (kind, namespace) => listObjects(core.cluster, kind, scoped(kind, namespace)),
    create: (kind, object) => createObject(core, kind, object, contextOf(core)),
    update: (kind, object) => updateObject(core, kind, object, 'object', contextOf(core)),
    updateStatus: (kind, object) => updateObject(core, kind, object, 'status', contextOf(core)),
    delete: (kind, name, namespace, options = {}) => {
      deleteObject(core, kind, name, scoped(kind, namespace), options, contextOf(core));
    },
    listCustom: () => listStoredCustom(core.cluster),
    record: (event) => recordEvent(core, event, contextOf(core)),
  };
}
