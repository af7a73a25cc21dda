import type { Report } from './report.ts';

export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
}

/** A report format: a pure function of the report; the caller owns the destination. */
export interface Reporter {
  readonly id: string;
  readonly title: string;
  /** File name in the run folder; undefined for the terminal. */
  readonly file?: string;
  render(report: Report, options: RenderOptions): Iterable<string>;
}
