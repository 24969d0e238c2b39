import type { Metric, Point } from '../core/metric.ts';

/** The bot's own samples of one environment. */
export interface HistoryReader {
  /** All points since then, oldest first. */
  series(metric: Metric, since: Date): Promise<readonly Point[]>;
  /** The newest point of each subject up to that moment, none older than `since`. */
  before(metric: Metric, moment: Date, since: Date): Promise<readonly Point[]>;
}
