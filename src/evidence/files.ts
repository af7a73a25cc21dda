/** Files of a run folder. What is not listed here is a report, named by its reporter. */
export const FILES = {
  plan: 'plan.json',
  journal: 'journal.ndjson',
  windows: 'windows.ndjson',
  exchanges: 'exchanges.ndjson',
  transcript: 'transcript.ndjson',
  transcriptText: 'transcript.log',
  histograms: 'windows.hlog',
  report: 'report.json',
  manifest: 'manifest.json',
} as const;

/** Exit code 2: the folder named on the command line holds no run that can be read. */
export class EvidenceError extends Error {
  override readonly name = 'EvidenceError';
  readonly exitCode = 2;
}

/** The words of a file system error, without the path that is told beside it. */
export function ioReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && REASONS[code]) ?? code ?? message;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it exists already',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'it does not exist',
  EISDIR: 'it is a folder',
};
