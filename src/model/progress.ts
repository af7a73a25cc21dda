import type { CheckOutcome, Severity } from './finding.ts';

/** What a run tells while it goes on; rendered live on a terminal, as plain lines elsewhere. */
export type ProgressEvent =
  | {
      readonly kind: 'stage';
      readonly name: 'start' | 'checks' | 'load' | 'limits' | 'floods' | 'judge' | 'end';
      readonly text: string;
    }
  | {
      readonly kind: 'check';
      readonly id: string;
      readonly title: string;
      readonly outcome: CheckOutcome;
      readonly severity: Severity;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly kind: 'second';
      readonly elapsed: number;
      /** Longest that the load may still take, in seconds. */
      readonly planned: number;
      readonly rate: number;
      readonly requests: number;
      readonly failed: number;
      readonly limited: number;
      /** Milliseconds, of the last second; null without data. */
      readonly p95: number | null;
    }
  | { readonly kind: 'note'; readonly text: string };

export type Progress = (event: ProgressEvent) => void;
