import { Absent } from '../../core/errors.ts';
import { createTogether } from '../../lib/together.ts';
import type { AccessLogReview, AppLogReview, LogsReader } from '../../ports/platform.ts';
import { createAppReview } from './app-review.ts';
import { withRotated, type LogFile } from './files.ts';
import { eachLine } from './lines.ts';
import type { LineReader } from './lines.ts';
import { createNginxReview, timeOfRequest } from './nginx.ts';
import { timeOfRecord } from './record.ts';
import { startOfWindow } from './seek.ts';

/** The paths of the logs as this process sees them; what is not given is absent. */
export interface LogsOptions {
  readonly app?: string;
  readonly nginx?: string;
}

/** The platform's log files, rotated ones included. Several checks of one digest want the same window at the same time: it is read once for all of them. */
export function createLogs({ app, nginx }: LogsOptions): LogsReader {
  const apps = createTogether<AppLogReview>();
  const accesses = createTogether<AccessLogReview>();
  return {
    app: (since, signal) =>
      apps.join(since.toISOString(), signal, (own) =>
        review(app, 'no application log is configured', { since, timeOf: timeOfRecord, create: createAppReview }, own),
      ),
    nginx: (since, signal) =>
      accesses.join(since.toISOString(), signal, (own) =>
        review(nginx, 'no nginx log is configured', { since, timeOf: timeOfRequest, create: createNginxReview }, own),
      ),
  };
}

interface Kind<Result> {
  readonly since: Date;
  readonly timeOf: (line: string) => number | undefined;
  readonly create: (since: Date) => LineReader & { result(): Result };
}

async function review<Result extends { readonly since?: Date }>(
  path: string | undefined,
  absent: string,
  { since, timeOf, create }: Kind<Result>,
  signal: AbortSignal,
): Promise<Result> {
  if (path === undefined) throw new Absent(absent);
  return withRotated(path, async (files) => {
    const reader = create(since);
    const isOver = ({ modifiedAt }: LogFile): boolean => modifiedAt < since.getTime();
    for (const file of files.filter((one) => !isOver(one))) {
      await eachLine(file, await startOfWindow(file, since, timeOf), reader, signal);
    }
    const result = reader.result();
    // A file that was finished before the window proves that the log reaches back to it.
    const older = files.find(isOver);
    return older === undefined ? result : { ...result, since: new Date(Math.min(older.modifiedAt, result.since?.getTime() ?? Infinity)) };
  });
}
