/** What the commands that change objects in place share: fetch, change, send a patch, print. */
import type { Invocation } from '../cli/command.ts';
import { type DryRun, dryRunOf } from '../cli/dry-run.ts';
import { AggregateFailure, throwAll } from '../cli/errors.ts';
import { apiVersionOf } from '../client/discovery.ts';
import { fetchObjects, type Info, infoPath, selectResources } from '../client/resources.ts';
import type { Json, JsonObject } from '../json.ts';
import { findPrinter, type ObjectPrinter, resultLine } from '../output/printer.ts';
import { mergePatch } from '../patch/merge.ts';
import { findPatchFields } from '../patch/meta.ts';
import { twoWayPatch } from '../patch/strategic.ts';
import { selectLocal } from './local.ts';

/** The objects a line names; with `--local` those of its files as they are written, unasked. */
export function findInfos(
  invocation: Invocation,
  args: readonly string[],
): { infos: readonly Info[]; errors: readonly Error[] } {
  const { flags } = invocation;
  if (flags.bool('local')) return selectLocal(invocation);
  const selection = selectResources(invocation, flags, args, { bareTypes: false });
  const found = fetchObjects(invocation, selection);
  return { ...found, infos: found.infos.map((info) => ({ ...info, object: typed(info, info.object ?? {}) })) };
}

/** With its kind and version first, which lists leave out. */
export const typed = (info: Info, object: JsonObject): JsonObject => ({
  apiVersion: apiVersionOf(info.resource),
  kind: info.resource.kind,
  ...object,
});

/** The patch between two states of an object, in the kind's own way. */
export function patchBetween(
  info: Info,
  before: JsonObject,
  after: JsonObject,
): { type: 'strategic' | 'merge'; patch: JsonObject } {
  const fields = findPatchFields(apiVersionOf(info.resource), info.resource.kind);
  return fields
    ? { type: 'strategic', patch: twoWayPatch(before, after, fields) }
    : { type: 'merge', patch: mergePatch(before, after) };
}

export interface Sent {
  readonly info: Info;
  readonly type: 'strategic' | 'merge' | 'json';
  readonly patch: Json;
  /** The object as it would be, which a client dry run prints. */
  readonly after: JsonObject;
}

/** Sends a patch unless nothing is to reach the server; answers the object as it is then. */
export function sendPatch(invocation: Invocation, { info, type, patch, after }: Sent, manager: string): JsonObject {
  const { api, flags } = invocation;
  const dryRun: DryRun = dryRunOf(flags);
  if (flags.bool('local') || dryRun === 'client') return after;
  const query = {
    dryRun: dryRun === 'server' ? 'All' : undefined,
    fieldManager: flags.text('field-manager') || manager,
  };
  return typed(info, api.patch(infoPath(info), type, patch, query));
}

/** Prints one result: the object when `-o` asks for it, else what was done. */
export const printResult = (invocation: Invocation, value: JsonObject, operation: string): void =>
  printWith(invocation, findPrinter(invocation), value, operation);

/** The same by a printer that has others to print. */
export function printWith(
  { flags, io }: Invocation,
  printer: ObjectPrinter | undefined,
  value: JsonObject,
  operation: string,
): void {
  io.out(printer ? printer(value) : resultLine(value, operation, dryRunOf(flags)));
}

/** Does something with each object; one failure does not stop the others, and what could not be read is told as one. */
export function forEachInfo(infos: readonly Info[], errors: readonly Error[], visit: (info: Info) => void): void {
  const failures: Error[] = [];
  for (const info of infos) {
    try {
      visit(info);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      failures.push(error);
    }
  }
  const unread = errors.length > 1 ? [new AggregateFailure(errors)] : errors;
  throwAll([...failures, ...unread]);
}
