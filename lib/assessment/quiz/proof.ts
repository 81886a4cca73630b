/** The model's own answer to a predicted fate: an item whose key disagrees with it is wrong, or the model is. */
import { answerTrace } from '../../terminal/trace-answer.ts';
import { readTraceRequest, TraceRequestError } from '../../terminal/trace-request.ts';
import type { World } from '../../world/world.ts';
import { ManifestError, readDocuments } from '../manifest-documents.ts';
import { FIRST_CLUSTER, listUnknownImages, manifestWorld } from '../manifest-world.ts';
import type { Item, ItemOf } from './schema.ts';

type Proof = NonNullable<ItemOf<'fate'>['proof']>;

const SEED = 1;

/** Nothing where there is no proof, or where it holds. */
export function proofProblem(item: Item): string | undefined {
  if (item.type !== 'fate' || !item.proof) return undefined;
  const key = item.options.find(({ right }) => right)?.fate;
  try {
    const told = fatesOf(item.proof);
    if (typeof told === 'string') return told;
    return told.length === 1 && told[0] === key ? undefined : `the key is ${key}, the model says ${told.join(' or ')}`;
  } catch (error) {
    if (error instanceof ManifestError || error instanceof TraceRequestError) return error.message;
    throw error;
  }
}

/** Every fate that the flow may meet; a text where the model cannot tell. */
function fatesOf({ world: manifests, policies, from, at, to }: Proof): readonly string[] | string {
  const documents = new Map([[FIRST_CLUSTER, readDocuments(manifests, 'world')]]);
  const world = manifestWorld(documents, 'Reconciled', SEED, policies);
  const unknown = listUnknownImages(world, FIRST_CLUSTER);
  if (unknown.length > 0) return `the model has no images ${unknown.join(', ')}`;
  return fatesIn(world, from, to, at);
}

function fatesIn(world: World, from: string, to: string, at: string | undefined): readonly string[] | string {
  const request = readTraceRequest(world.cluster(FIRST_CLUSTER), from, to, 'default', at);
  const answer = answerTrace(world, request);
  if (answer.kind !== 'Traced') return answer.says;
  return [...new Set(answer.trace.paths.map(({ disposition }) => disposition))];
}
