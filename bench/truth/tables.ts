import { table } from 'table';
import type { Compared } from './comparison.ts';
import type { Failure, Measurement } from './measurement.ts';
import { LEVELS } from './percentiles.ts';

/** From this share on, the server was too often off its core to be a witness. */
const DISTURBED = 0.01;

const HEAD = [
  'tool',
  'loop',
  'requests\n(per second)',
  ...LEVELS.map((level) => `${level}, ms\ntold (truth)`),
  'server: delays\np50 / p95 / p99',
  'late by\np50 / p99',
  'off its\ncore',
];

/** The tools of one scenario, with remarks below, as text. */
export function formatTable(measurements: readonly (Measurement | Failure)[]): string {
  const rows = measurements.flatMap((one) => ('failure' in one ? [failureRow(one)] : rowsOf(one)));
  const remarks = measurements.flatMap((one) => ('failure' in one ? [failureRemark(one)] : remarksOf(one)));
  return table([HEAD, ...rows]) + remarks.map((line) => `${line}\n`).join('');
}

function rowsOf({ tool, loop, latency, service, server }: Measurement): string[][] {
  const { requests, rate, applied, late, blind } = server;
  const facts = [
    LEVELS.map((level) => fixed(applied[level])).join(' / '),
    `${fixed(late.p50)} / ${fixed(late.p99)}`,
    percent(blind),
  ];
  const row = [tool, loop, `${requests}\n(${rate.toFixed(1)})`, ...latency.map(formatCompared), ...facts];
  return service ? [row, serviceRow(service)] : [row];
}

function serviceRow(service: readonly Compared[]): string[] {
  return ['', 'plain service time', '', ...service.map(formatCompared), '', '', ''];
}

function failureRow({ tool }: Failure): string[] {
  return [tool, 'no result', ...HEAD.slice(2).map(() => '')];
}

function formatCompared({ told, truth, error }: Compared): string {
  if (told === null || error === null) return `not told\n(${fixed(truth)})`;
  return `${fixed(told)} (${fixed(truth)})\n${error < 0 ? '' : '+'}${percent(error)}`;
}

function failureRemark({ tool, failure }: Failure): string {
  return `${tool} left no result: ${failure}`;
}

function remarksOf({ tool, notes, server }: Measurement): string[] {
  const disturbed = `the server was off its core for ${percent(server.blind)} of the time: repeat it on a quiet machine`;
  return [...notes, ...(server.blind > DISTURBED ? [disturbed] : [])].map((remark) => `${tool}: ${remark}`);
}

function fixed(milliseconds: number): string {
  return milliseconds.toFixed(2);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
