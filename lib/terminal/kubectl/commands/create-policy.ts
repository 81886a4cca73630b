/** `create poddisruptionbudget`, `priorityclass` and `quota`. */
import type { Command, Invocation } from '../cli/command.ts';
import { CommandError } from '../cli/errors.ts';
import type { JsonObject } from '../json.ts';
import { createObject, oneName } from './create-object.ts';

const numberOrText = (value: string): string | number => (/^\d+$/.test(value) ? Number(value) : value);

/** `app=web,tier in (a)` as far as a label selector of equalities goes. */
function selectorOf(text: string): JsonObject {
  return { matchLabels: Object.fromEntries(text.split(',').map((pair) => pair.split(/==?/))) };
}

function runBudget(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const [min, max] = [flags.text('min-available'), flags.text('max-unavailable')];
  if (flags.text('selector') === '') throw new CommandError('a selector must be specified');
  if (min === '' && max === '') throw new CommandError('one of min-available or max-unavailable must be specified');
  if (min !== '' && max !== '') throw new CommandError('min-available and max-unavailable cannot be both specified');
  const budget = {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    metadata: { name },
    spec: {
      ...(min === '' ? {} : { minAvailable: numberOrText(min) }),
      selector: selectorOf(flags.text('selector')),
      ...(max === '' ? {} : { maxUnavailable: numberOrText(max) }),
    },
    status: { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  };
  return createObject(invocation, budget, 'poddisruptionbudgets');
}

function runPriorityClass(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const value: JsonObject = {
    kind: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    metadata: { name },
    value: flags.int('value'),
    ...(flags.bool('global-default') ? { globalDefault: true } : {}),
    ...(flags.text('description') === '' ? {} : { description: flags.text('description') }),
    preemptionPolicy: flags.text('preemption-policy'),
  };
  return createObject(invocation, value, 'priorityclass');
}

const QUANTITY = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;

function hardOf(text: string): JsonObject {
  const entries = text
    .split(',')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [resource = '', value, extra] = pair.split('=');
      if (value === undefined || extra !== undefined)
        throw new CommandError(`Invalid argument syntax ${pair}, expected <resource>=<value>`);
      if (!QUANTITY.test(value))
        throw new CommandError(
          "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
        );
      return [resource, value];
    });
  return Object.fromEntries(entries.sort()) as JsonObject;
}

function runQuota(invocation: Invocation): number {
  const name = oneName(invocation);
  const { flags } = invocation;
  const scopes = flags.text('scopes').split(',').filter(Boolean);
  const hard = hardOf(flags.text('hard'));
  const quota = {
    kind: 'ResourceQuota',
    apiVersion: 'v1',
    metadata: { name },
    spec: { ...(Object.keys(hard).length > 0 ? { hard } : {}), ...(scopes.length > 0 ? { scopes } : {}) },
    status: {},
  };
  return createObject(invocation, quota, 'quota');
}

export const POLICY_COMMANDS: readonly Command[] = [
  { name: 'poddisruptionbudget', aliases: ['pdb'], run: runBudget },
  { name: 'priorityclass', aliases: ['pc'], run: runPriorityClass },
  { name: 'quota', aliases: ['resourcequota'], run: runQuota },
];
