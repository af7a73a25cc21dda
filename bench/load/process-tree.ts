import { readdirSync, readFileSync } from 'node:fs';

/** Sum of the peak resident sizes of all descendants, in bytes; null without any, or without /proc. */
export function peakMemory(root: number): number | null {
  return total(root, 'VmHWM');
}

/** Sum of the present resident sizes of all descendants, in bytes; null without any, or without /proc. */
export function residentMemory(root: number): number | null {
  return total(root, 'VmRSS');
}

function total(root: number, field: string): number | null {
  const sizes = descendants(root).map((pid) => sizeOf(pid, field));
  return sizes.length === 0 ? null : sizes.reduce((sum, size) => sum + size, 0);
}

function descendants(root: number): number[] {
  const children = childrenOf(root);
  return [...children, ...children.flatMap(descendants)];
}

/** A process has its children by thread. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function sizeOf(pid: number, field: string): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return 1024 * Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
