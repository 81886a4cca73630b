/** The part of Kubernetes' CEL library that is modelled. Models: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries */
import { CelScalar, celFunc, celMethod, listType } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { hasFormat } from './formats.ts';

const LIST = listType(CelScalar.DYN);

type Comparable = bigint | number | string | boolean;

function listed(list: Iterable<unknown>): Comparable[] {
  return [...list] as Comparable[];
}

function isSorted(list: Iterable<unknown>): boolean {
  const items = listed(list);
  return items.every((item, at) => at === 0 || (items[at - 1] as Comparable) <= item);
}

function most(list: Iterable<unknown>, better: (a: Comparable, b: Comparable) => boolean): Comparable {
  const items = listed(list);
  if (items.length === 0) throw new Error('min/max called on empty list');
  return items.reduce((best, one) => (better(one, best) ? one : best));
}

function sum(list: Iterable<unknown>): Comparable {
  return listed(list).reduce((a, b) => (a as bigint) + (b as bigint), 0n);
}

function isIp(text: string): boolean {
  return hasFormat('ipv4', text) || hasFormat('ipv6', text);
}

export const FUNCTIONS = [
  ...strings,
  celMethod('isSorted', LIST, [], CelScalar.BOOL, function () {
    return isSorted(this);
  }),
  celMethod('min', LIST, [], CelScalar.DYN, function () {
    return most(this, (a, b) => a < b);
  }),
  celMethod('max', LIST, [], CelScalar.DYN, function () {
    return most(this, (a, b) => a > b);
  }),
  celMethod('sum', LIST, [], CelScalar.DYN, function () {
    return sum(this);
  }),
  celFunc('isIP', [CelScalar.STRING], CelScalar.BOOL, isIp),
  celFunc('isCIDR', [CelScalar.STRING], CelScalar.BOOL, (text) => hasFormat('cidr', text)),
  celFunc('isURL', [CelScalar.STRING], CelScalar.BOOL, (text) => hasFormat('uri', text)),
];
