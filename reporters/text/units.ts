import type { GateResult } from '../../src/model/gate.ts';

type Unit = GateResult['unit'];

/** What stands where there is no value. */
export const NONE = '–';

/** A value in its unit for people: `187 ms`, `0.31 %`, `6.2/s`. */
export function measured(value: number | null, unit: Unit): string {
  return value === null ? NONE : UNITS[unit](value);
}

const UNITS: Readonly<Record<Unit, (value: number) => string>> = {
  ms: milliseconds,
  ratio: percent,
  count,
  per_second: (value) => `${significant(value)}/s`,
  number: significant,
  burn: (value) => `${significant(value)}×`,
};

/** Both ends of an interval, the unit once: `180 – 194 ms`; an end without a bound is left out: `≤ 2.9 %`. */
export function interval(ends: GateResult['interval'], unit: Unit): string {
  if (ends === null) return NONE;
  const [low, high] = ends;
  if (low === null && high === null) return NONE;
  if (low === null) return `≤ ${measured(high, unit)}`;
  if (high === null) return `≥ ${measured(low, unit)}`;
  const [from, to] = [measured(low, unit), measured(high, unit)];
  const suffix = / \S+$|\/s$|×$/;
  const same = suffix.exec(from)?.[0] === suffix.exec(to)?.[0];
  return `${same ? from.replace(suffix, '') : from} – ${to}`;
}

/** Milliseconds; seconds from 10 s on. */
export function milliseconds(value: number): string {
  if (Math.abs(value) >= 10_000) return `${significant(value / 1000)} s`;
  return `${trimmed(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)} ms`;
}

/** A share as per cent. It shows as many digits as keep it apart from 0 % and 100 %: 0.99996 is not `100 %`. */
export function percent(share: number): string {
  const value = share * 100;
  const apart = Math.min(Math.abs(value), Math.abs(100 - value));
  if (apart === 0) return `${trimmed(value, 0)} %`;
  const digits = apart >= 0.1 ? 2 : Math.min(8, Math.ceil(-Math.log10(apart)) + 1);
  return `${trimmed(value, digits)} %`;
}

/** A count: exact below 10,000, three digits beyond: `2,995`, `12.3k`, `1.2M`. */
export function count(value: number): string {
  const size = Math.abs(value);
  if (size < 10_000) return Number.isInteger(value) ? grouped(value) : significant(value);
  return size < 999_500 ? `${significant(value / 1e3)}k` : `${significant(value / 1e6)}M`;
}

/** Seconds of a run or a load: `47 s`, `3 min 20 s`. */
export function seconds(value: number): string {
  if (value < 120) return `${significant(value)} s`;
  const whole = Math.round(value);
  const rest = whole % 60;
  const minutes = Math.floor(whole / 60);
  return rest > 0 ? `${minutes} min ${rest} s` : `${minutes} min`;
}

/** A number and its noun: `1 gate`, `3 gates`. */
export function plural(amount: number, noun: string): string {
  return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Three significant digits, never in powers of ten, whole numbers in full. */
export function significant(value: number): string {
  const size = Math.abs(value);
  if (size >= 1000) return grouped(Math.round(value));
  if (size >= 1 || size === 0) return trimmed(value, size >= 100 ? 0 : size >= 10 ? 1 : 2);
  return trimmed(value, Math.min(9, Math.ceil(-Math.log10(size)) + 2));
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^-0$/, '0');
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}
