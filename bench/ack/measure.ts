import { resident } from '../../test/support/raw-slack.ts';
import type { RawSlack } from '../../test/support/raw-slack.ts';
import { quantile } from '../support/numbers.ts';
import type { Contestant } from './contestant.ts';

/** One contestant, one round, one number of people who type at the same time. */
export interface Measured {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  readonly cpuUs: number;
  readonly loopP99: number;
  readonly loopMax: number;
  readonly perSecond: number;
  /** Answers that said that nothing was recorded. */
  readonly refused: number;
}

/** So many people type the line again and again, each as soon as the last ack is there. */
export async function measure(
  slack: RawSlack,
  contestant: Contestant,
  { line, people, commands }: { readonly line: string; readonly people: number; readonly commands: number },
): Promise<Measured> {
  const took: number[] = [];
  let left = commands;
  let refused = 0;
  const type = async () => {
    while (left > 0) {
      left -= 1;
      const { ms, text } = await slack.type(contestant.app, resident, line);
      if (!text.startsWith('Looking')) refused += 1;
      took.push(ms);
    }
  };
  await contestant.begin();
  const begun = performance.now();
  await Promise.all(Array.from({ length: people }, type));
  const seconds = (performance.now() - begun) / 1000;
  const spent = await contestant.end();
  return {
    p50: quantile(took, 0.5),
    p99: quantile(took, 0.99),
    max: Math.max(...took),
    cpuUs: spent.cpuUs / commands,
    loopP99: spent.loopDelayP99Ms,
    loopMax: spent.loopDelayMaxMs,
    perSecond: commands / seconds,
    refused,
  };
}
