import type { Exchange } from './exchange.ts';
import type { Report } from './report.ts';

export interface RenderOptions {
  readonly color: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  /** Stored exchanges by id, at least those that the findings name; only reporters that show exchanges are given any. */
  readonly exchanges?: ReadonlyMap<string, Exchange>;
}

/** A report format: a pure function of the report; the caller owns the destination. */
export interface Reporter {
  readonly id: string;
  readonly title: string;
  /** File name in the run folder; undefined for the terminal. */
  readonly file?: string;
  /** It shows what was sent and what came back, not the report alone. */
  readonly showsExchanges?: true;
  render(report: Report, options: RenderOptions): Iterable<string>;
}
