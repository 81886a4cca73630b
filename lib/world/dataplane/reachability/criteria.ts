/** What policies can see of an endpoint and a port. Endpoints that agree in all of it are one class. */
import type { LabelSelector } from '../../apiserver/selectors/label-selector.ts';
import { type Position, rangeOf } from './address-line.ts';
import { type Policy, readPolicy } from './policy-rules.ts';
import { cutsOf, type PortCut } from './port-atoms.ts';

export interface Criteria {
  readonly labelKeys: ReadonlySet<string>;
  /** Addresses at which a range of an ipBlock begins or the first one behind it. */
  readonly addressCuts: ReadonlySet<Position>;
  readonly portNames: ReadonlySet<string>;
  readonly portCuts: ReadonlySet<PortCut>;
}

interface Growing extends Criteria {
  readonly labelKeys: Set<string>;
  readonly addressCuts: Set<Position>;
  readonly portNames: Set<string>;
  readonly portCuts: Set<PortCut>;
}

function none(): Growing {
  return { labelKeys: new Set(), addressCuts: new Set(), portNames: new Set(), portCuts: new Set() };
}

export function criteriaOf(policies: Iterable<Policy>): Criteria {
  const found = none();
  for (const policy of policies) {
    addSelector(found, policy.spec.podSelector);
    const { Ingress = [], Egress = [] } = readPolicy(policy);
    for (const rules of [Ingress, Egress]) {
      for (const { peers, ports } of rules) {
        for (const { podSelector, ipBlock } of peers) {
          if (podSelector) addSelector(found, podSelector);
          if (ipBlock) for (const range of [ipBlock.cidr, ...(ipBlock.except ?? [])]) addRange(found, range);
        }
        for (const port of ports) {
          if (typeof port.port === 'string') found.portNames.add(port.port);
          for (const cut of cutsOf(port)) found.portCuts.add(cut);
        }
      }
    }
  }
  return found;
}

function addSelector({ labelKeys }: Growing, { matchLabels, matchExpressions }: LabelSelector): void {
  for (const key in matchLabels) labelKeys.add(key);
  for (const { key } of matchExpressions ?? []) labelKeys.add(key);
}

function addRange({ addressCuts }: Growing, text: string): void {
  const { from, end } = rangeOf(text);
  addressCuts.add(from).add(end);
}

/** What `more` has and `known` has not. */
export function freshCriteria(known: Criteria, more: Criteria): Criteria {
  return {
    labelKeys: without(more.labelKeys, known.labelKeys),
    addressCuts: without(more.addressCuts, known.addressCuts),
    portNames: without(more.portNames, known.portNames),
    portCuts: without(more.portCuts, known.portCuts),
  };
}

function without<T>(all: ReadonlySet<T>, known: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...all].filter((one) => !known.has(one)));
}

export function joinCriteria(one: Criteria, other: Criteria): Criteria {
  return {
    labelKeys: joined(one.labelKeys, other.labelKeys),
    addressCuts: joined(one.addressCuts, other.addressCuts),
    portNames: joined(one.portNames, other.portNames),
    portCuts: joined(one.portCuts, other.portCuts),
  };
}

function joined<T>(one: ReadonlySet<T>, other: ReadonlySet<T>): ReadonlySet<T> {
  return other.size === 0 ? one : new Set([...one, ...other]);
}
