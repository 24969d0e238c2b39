import type { Policy } from '../core/gate.ts';
import type { Picture } from '../ports/messenger.ts';
import { foreign } from '../lib/foreign.ts';
import { list } from '../lib/words.ts';
import type { EntryPicture } from '../services/picture.ts';
import type { RunPicture } from '../services/picture.ts';
import { section } from './blocks.ts';
import { isSchedule } from '../core/gate.ts';
import { marks, who } from './marks.ts';
import { receiptLines } from './receipt.ts';

/** One row of the log as one line in the thread. */
export function threadLine({ entry: { kind, by, body }, run }: EntryPicture): Picture | undefined {
  const text = words(kind, by === null ? 'the bot' : who(by), body, run);
  return text === undefined ? undefined : { text, blocks: [section(text)] };
}

/** The asker is mentioned where something ended: an edited card notifies nobody. */
function words(kind: string, by: string, body: Readonly<Record<string, unknown>>, run: EntryPicture['run']): string | undefined {
  const asker = run && !isSchedule(run.by) ? `${who(run.by)}: ` : '';
  if (kind === 'voted') return body['says'] === 'deny' ? `❌ ${by} denied this plan.` : `✅ ${by} approved this plan.`;
  if (kind === 'withdrawn') return `↩ ${by} took the ${body['says'] === 'deny' ? 'denial' : 'approval'} back.`;
  if (kind === 'resumed') return `▶ ${by} resumed it after its last finished step.`;
  if (kind === 'abandoned') return `⏹ ${by} abandoned it; it is being cleaned up.`;
  if (kind.startsWith('incident ')) return incidentLine(kind, by, body);
  if (kind === 'settled') return `${asker}⚠️ interrupted${run?.why == null ? '' : `: ${run.why}`}. Where things stand:\n${receiptOf(body)}`;
  if (kind === 'ended') return `${asker}${endOf(body, run)}\n${receiptOf(body)}`.trim();
  return undefined;
}

function incidentLine(kind: string, by: string, body: Readonly<Record<string, unknown>>): string | undefined {
  const text = typeof body['text'] === 'string' ? `: ${foreign(body['text'], 1000)}` : '.';
  if (kind === 'incident update') return `📣 ${by}${text}`;
  if (kind === 'incident lead') return `🧭 ${who(String(body['lead']))} leads this incident from now on.`;
  if (kind === 'incident mitigated') return `🧯 ${by} calls it mitigated${text}`;
  return kind === 'incident resolved' ? `✅ ${by} calls it resolved${text}` : undefined;
}

function endOf(body: Readonly<Record<string, unknown>>, run: EntryPicture['run']): string {
  const outcome = String(body['outcome']);
  if (outcome === 'expired')
    return `⌛ run ${run?.id ?? ''} expired: nobody approved it in time. Nothing was changed; ask again if it is still needed.`;
  const mark = outcome === 'succeeded' ? '🟢' : outcome === 'failed' ? '🔴' : '⏹';
  return `${mark} run ${run?.id ?? ''} ${outcome}${typeof body['why'] === 'string' ? `: ${body['why']}` : '.'}`;
}

function receiptOf(body: Readonly<Record<string, unknown>>): string {
  const receipt: readonly unknown[] = Array.isArray(body['receipt']) ? body['receipt'] : [];
  return receiptLines(receipt.filter(isLine), body);
}

function isLine(one: unknown): one is { readonly status: keyof typeof marks; readonly summary: string } {
  return (
    typeof one === 'object' &&
    one !== null &&
    'status' in one &&
    'summary' in one &&
    typeof one.summary === 'string' &&
    typeof one.status === 'string' &&
    one.status in marks
  );
}

/** Why a reaction did not count, for its owner alone. */
export function voteRefused({ entry: { body }, policy, run }: EntryPicture): Picture {
  const sign = body['says'] === 'deny' ? '❌' : '✅';
  const others = approvers(policy, run?.by);
  const can = others === '' ? 'Nobody else is named who can approve it.' : `${others} can approve it.`;
  const reasons: Readonly<Record<string, string>> = {
    own: `You asked for run ${run?.id ?? ''} yourself, so your own ${sign} does not count. ${can}`,
    guest: `You are a guest here, so your ${sign} under run ${run?.id ?? ''} does not count. ${can}`,
  };
  const text =
    reasons[String(body['reason'])] ??
    `You are not among those who may approve run ${run?.id ?? ''}, so your ${sign} does not count. ${can}`;
  return { text, blocks: [section(text)] };
}

/** Who may approve; somebody who asked cannot, though they are named. */
function approvers(policy: Policy | undefined, asker: string | undefined): string {
  return list(
    (policy?.approvals ?? []).flatMap(({ from }) =>
      from
        .filter((one) => one === 'members' || !('user' in one) || one.user !== asker)
        .map((one) => (one === 'members' ? 'any other member' : 'user' in one ? `<@${one.user}>` : `<!subteam^${one.group}>`)),
    ),
    'or',
  );
}

/** A run that ended before it had a plan, told to its asker. */
export function refusal({ run, title }: RunPicture): Picture {
  const words: Readonly<Record<string, string>> = { skipped: '⏭ skipped', 'nothing to do': '🟢 nothing to do', failed: '🔴 failed' };
  const mark = words[run.outcome ?? ''] ?? '🚫 refused';
  const text = `*${title} · ${run.environment}* · ${mark}\n${run.why ?? ''}`;
  return {
    text: `${title} ${run.environment}, run ${run.id}: ${run.outcome ?? ''}. ${run.why ?? ''} Nothing was changed.`,
    blocks: [section(`${text}\nNothing was changed. (run ${run.id})`)],
  };
}

/** The asker waits for a plan, and nobody is there to make it. */
export function noWorker({ run, title }: RunPicture): Picture | undefined {
  if (run.held === null) return undefined;
  const text = `⚪ ${title}: run ${run.id} waits, ${run.held}. It starts by itself as soon as one takes it; \`/bigshot cancel ${run.id}\` ends it.`;
  return { text, blocks: [section(text)] };
}
