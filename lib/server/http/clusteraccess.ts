/** People's own kubectl: tokens for the clusters of a sitting, the file to download, and the front that takes both. */
import type { PrismaClient } from '../../../prisma/generated/client.ts';
import { createFront, type Front } from '../../apifront/front.ts';
import { kubeconfig } from '../../apifront/kubeconfig.ts';
import { PREFIX } from '../../apifront/target.ts';
import { hashOfToken, newToken } from '../../apifront/token.ts';
import { resolveVariant } from '../../assessment/labs/variant.ts';
import type { KubeconfigAnswer, KubeconfigState } from '../../sitting/wire.ts';
import type { Live } from '../sittings/live.ts';
import type { Sittings } from '../sittings/sittings.ts';
import type { StoredSitting } from '../sittings/store.ts';
import type { Asked, Route } from './route.ts';

export interface ClusterAccessOptions {
  readonly prisma: PrismaClient;
  readonly sittings: Sittings;
  /** How clients reach the front: its address, and the authority that vouches for it where that is our own. */
  readonly reach: { readonly url: string; readonly authority: string | undefined };
  onTrouble(error: unknown): void;
}

export interface ClusterAccess {
  readonly front: Front;
  routes(open: (asked: Asked) => Promise<Live>): Route[];
}

const TOKEN_MS = 12 * 60 * 60 * 1000;
const TOKENS_A_SITTING = 10;
/** Where several processes share a database, a revoked token may live on in another one for this long. */
const REMEMBER_MS = 10_000;
const REMEMBER = 10_000;

interface Known {
  readonly sittingId: string;
  readonly personId: string;
  /** Whom the open sitting counts for. */
  readonly addressHash: string;
  readonly untilMs: number;
}

export function createClusterAccess({ prisma, sittings, reach, onTrouble }: ClusterAccessOptions): ClusterAccess {
  const known = new Map<string, Known>();
  const look = async (tokenHash: string): Promise<Known | undefined> => {
    const remembered = known.get(tokenHash);
    if (remembered && remembered.untilMs > Date.now()) return remembered;
    known.delete(tokenHash);
    const found = await prisma.clusterToken.findUnique({
      where: { tokenHash },
      include: { sitting: { include: { owner: true } } },
    });
    if (!found || found.expiresAt.getTime() <= Date.now()) return undefined;
    const untilMs = Math.min(Date.now() + REMEMBER_MS, found.expiresAt.getTime());
    const { id: personId, addressHash } = found.sitting.owner;
    const fresh = { sittingId: found.sittingId, personId, addressHash: addressHash ?? personId, untilMs };
    if (known.size >= REMEMBER) known.clear();
    known.set(tokenHash, fresh);
    return fresh;
  };
  const front = createFront({
    async find(holder, token) {
      const bearer = await look(hashOfToken(token));
      if (bearer?.sittingId !== holder) return undefined;
      await sittings.openOwned(bearer.personId, holder, bearer.addressHash);
      return { connect: (sink) => sittings.clients.connect(holder, sink) };
    },
    onTrouble,
  });
  const revoke = async (sittingId: string) => {
    await prisma.clusterToken.deleteMany({ where: { sittingId } });
    for (const [tokenHash, token] of known) if (token.sittingId === sittingId) known.delete(tokenHash);
    sittings.clients.end(sittingId);
  };
  return { front, routes: (open) => routes(prisma, reach, revoke, open) };
}

function routes(
  prisma: PrismaClient,
  reach: ClusterAccessOptions['reach'],
  revoke: (sittingId: string) => Promise<void>,
  open: (asked: Asked) => Promise<Live>,
): Route[] {
  const pattern = '/api/sittings/:id/kubeconfig';
  const state = async (sittingId: string): Promise<KubeconfigState> => {
    const valid = { sittingId, expiresAt: { gt: new Date() } };
    const tokens = await prisma.clusterToken.findMany({ where: valid, orderBy: { expiresAt: 'desc' } });
    const [last] = tokens;
    return { tokens: tokens.length, ...(last ? { expiresAt: last.expiresAt.toISOString() } : {}) };
  };
  return [
    { method: 'GET', pattern, answer: async (asked) => ({ body: await state((await open(asked)).stored.id) }) },
    {
      method: 'POST',
      pattern,
      async answer(asked) {
        const { stored } = await open(asked);
        const { id } = stored;
        const token = newToken();
        const expiresAt = new Date(Date.now() + TOKEN_MS);
        await dropOldest(prisma, id);
        await prisma.clusterToken.create({ data: { tokenHash: hashOfToken(token), sittingId: id, expiresAt } });
        const { url, authority } = reach;
        const text = kubeconfig({ url: `${url}${PREFIX}/${id}`, token, authority, clusters: clustersOf(stored) });
        const body: KubeconfigAnswer = { ...(await state(id)), kubeconfig: text };
        return { status: 201, body };
      },
    },
    {
      method: 'DELETE',
      pattern,
      async answer(asked) {
        const { id } = (await open(asked)).stored;
        await revoke(id);
        return { body: await state(id) };
      },
    },
  ];
}

/** The first is the current context. */
function clustersOf({ lab, labFiles, seed }: StoredSitting): string[] {
  return ['main', ...resolveVariant(lab, labFiles, seed).world.clusters.map(({ name }) => name)];
}

/** The newest tokens of a sitting are kept. */
async function dropOldest(prisma: PrismaClient, sittingId: string): Promise<void> {
  const old = await prisma.clusterToken.findMany({
    where: { sittingId },
    orderBy: { createdAt: 'desc' },
    skip: TOKENS_A_SITTING - 1,
    select: { tokenHash: true },
  });
  await prisma.clusterToken.deleteMany({ where: { tokenHash: { in: old.map(({ tokenHash }) => tokenHash) } } });
}
