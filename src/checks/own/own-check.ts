import { z } from 'zod';
import type { Check } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import type { OwnCheck, OwnCommand, OwnHttp, OwnLog, OwnSql } from '../../core/own.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { count, duration, metLimit, plural } from '../../lib/words.ts';
import type { LinesWanted, OwnReader } from '../../ports/own.ts';

const none = z.object({});
type Own = Check<unknown, typeof none, 'own'>;

/** Makes a check of what the configuration says of it. Its words come from the configuration and are shown as they are. */
export function ownCheck(id: string, about: OwnCheck): Own {
  const frame = {
    kind: 'check' as const,
    id,
    title: about.title,
    why: about.why,
    procedures: [],
    limits: none,
    needs: ['own'] as const,
    timeoutMs: about.seconds * 1000,
  };
  switch (about.kind) {
    case 'http':
      return measured(
        frame,
        (own, signal) => own.http(about.url, signal),
        (answer) => judgeHttp(about, answer),
      );
    case 'sql':
      return measured(
        frame,
        (own, signal) => own.number(about.query, signal),
        (value) => judgeSql(about, value),
      );
    case 'command':
      return measured(
        frame,
        (own, signal) => own.command(about.command, signal),
        (ran) => judgeCommand(about, ran),
      );
    case 'log': {
      const probe: Probe<Lines> = (own, signal, now) =>
        own.lines(about.log, wantedBy(about), new Date(now.getTime() - about.hours * 3_600_000), signal);
      return measured(frame, probe, (found) => judgeLog(about, found));
    }
  }
}

function wantedBy({ contains = [], matches, ignoreCase }: OwnLog): LinesWanted {
  return matches === undefined ? { words: contains } : { pattern: matches, ignoreCase };
}

type Lines = Awaited<ReturnType<OwnReader['lines']>>;
type Probe<Measure> = (own: OwnReader, signal: AbortSignal, now: Date) => Promise<Measure>;

/** Ties a probe to the judgement of what it brings; together they are a check whose measure nobody else sees. */
function measured<Measure>(frame: Omit<Own, 'probe' | 'judge'>, probe: Probe<Measure>, judge: (measure: Measure) => Finding): Own {
  return {
    ...frame,
    probe: async ({ own, signal, now }) => judge(await probe(own, signal, now)),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the probe above gave back
    judge: (finding) => [finding as Finding],
  };
}

function judgeHttp(
  { title, status: right, contains, slowMs }: OwnHttp,
  { status, latencyMs, body }: Awaited<ReturnType<OwnReader['http']>>,
): Finding {
  const measure = { value: latencyMs, unit: 'ms' } as const;
  if (status !== right) return { status: 'critical', summary: `${title}: it answers with HTTP ${status} (should be ${right}).`, measure };
  if (contains !== undefined && !body.includes(contains))
    return { status: 'critical', summary: `${title}: its answer does not contain ${foreignCode(contains, 200)}.`, measure };
  if (latencyMs >= slowMs)
    return { status: 'warn', summary: `${title}: it took ${duration(latencyMs)} (warn ${duration(slowMs)}).`, measure };
  return { status: 'ok', summary: `${title}: it answers in ${duration(latencyMs)}.`, measure };
}

/** Where critical is below warn, it is the small numbers that are bad. */
function judgeSql({ title, warn, critical }: OwnSql, value: number | null): Finding {
  if (value === null) return { status: 'unknown', summary: `${title}: unknown, the question has no row for an answer.` };
  const isLowBad = critical < warn;
  const status = isLowBad ? (value <= critical ? 'critical' : value <= warn ? 'warn' : 'ok') : grade(value, { warn, critical });
  const threshold = { warn, critical };
  return {
    status,
    summary: `${title}: ${count(value)}${metLimit(status, threshold, count)}.`,
    measure: { value, unit: 'count' },
    threshold,
  };
}

const codes: readonly ('ok' | 'warn' | 'critical')[] = ['ok', 'warn', 'critical'];

function judgeCommand({ title }: OwnCommand, { exitCode, line }: Awaited<ReturnType<OwnReader['command']>>): Finding {
  const status = codes[exitCode] ?? 'unknown';
  const said = line === '' ? 'it said nothing' : foreign(line, 300).replace(/\.$/, '');
  return { status, summary: status === 'unknown' ? `${title}: unknown, it ended with code ${exitCode}: ${said}.` : `${title}: ${said}.` };
}

function judgeLog({ title, warn, critical, hours, log }: OwnLog, { count: value, last }: Lines): Finding {
  const threshold = { warn, critical };
  const status = grade(value, threshold);
  return {
    status,
    summary: `${title}: ${plural(value, 'line')} of the log ${foreignCode(log, 60)} in ${duration(hours * 3_600_000)}${metLimit(status, threshold, count)}.`,
    measure: { value, unit: 'count' },
    threshold,
    evidence: last.map((line) => foreignCode(line, 200)),
  };
}
