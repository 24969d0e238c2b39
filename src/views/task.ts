import type { Button, KnownBlock } from '@slack/types';
import { addDays } from 'date-fns/addDays';
import { shortDigest } from '../core/digest.ts';
import type { Policy, Principal } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import { voteReactions } from '../core/reactions.ts';
import type { Picture } from '../ports/messenger.ts';
import { cut, foreign } from '../lib/foreign.ts';
import { duration, list } from '../lib/words.ts';
import type { RunPicture } from '../services/picture.ts';
import { allFindings } from '../services/picture.ts';
import { actions, context, contexts, fit, lineButton, section, sections, spokenLength } from './blocks.ts';
import { clock, moment, who } from './marks.ts';
import { planLines } from './plan-lines.ts';
import { receiptLines } from './receipt.ts';

/** The plan of a task, which is its card: what people approve, and in place what became of it. */
export function taskCard(picture: RunPicture): Picture {
  const { run, title, isVoid } = picture;
  if (isVoid || !run.plan) return voidCard(picture);
  const heading = `*${title} · ${run.environment}* · ${run.plan.summary}\n${askedBy(run)}`;
  const facts = planLines(run, run.plan);
  const status = statusOf(picture);
  const state = section(status.line);
  const buttons = status.buttons.length > 0 ? [actions(status.buttons)] : [];
  const foot = context(`run ${run.id}${run.digest === null ? '' : ` · plan ${shortDigest(run.digest)}`}`);
  const rest = `show ${run.id}`;
  // Who votes reads the plan first; afterwards the first thing is what became of it.
  const blocks: readonly KnownBlock[] =
    run.state === 'waiting'
      ? fit([section(heading), ...sections(facts)], { tail: [state, ...buttons, foot], rest })
      : fit([section(heading), state, ...buttons, ...contexts(facts)], { tail: [foot], rest });
  const votable = needed(picture.policy) > 0;
  return {
    text: cut(`${title} ${run.environment}, run ${run.id}: ${status.spoken}`, spokenLength),
    blocks,
    ...(votable ? { reactions: [voteReactions.approve, voteReactions.deny] } : {}),
  };
}

/** The reason on one line: it must not pass for a line of the bot. */
function askedBy(run: Run): string {
  const reason = run.reason === null ? '' : `: “${foreign(run.reason.replaceAll(/\s+/g, ' '))}”`;
  const late = run.lateFor === null ? '' : ` · ⏰ late: it was due ${moment(run.lateFor)}, while I was not running`;
  return `asked by ${who(run.by)}${reason}${run.undoes === null ? '' : ` · undo of run ${run.undoes}`}${late}`;
}

interface StatusLine {
  readonly line: string;
  /** The same without mark-up, for notifications. */
  readonly spoken: string;
  readonly buttons: readonly Button[];
}

function statusOf(picture: RunPicture): StatusLine {
  const { run } = picture;
  switch (run.state) {
    case 'requested':
      return { line: '⏳ being planned', spoken: 'being planned', buttons: [] };
    case 'waiting':
      return waiting(picture);
    case 'ready':
      return {
        line: `${approved(picture)}${run.held === null ? '⏳ about to start' : `⏳ waits: ${run.held}`}`,
        spoken: run.held === null ? 'about to start' : `waits: ${run.held}`,
        buttons: [cancelButton(picture)],
      };
    case 'running':
      return { line: `${approved(picture)}${progressOf(picture)}`, spoken: 'running', buttons: [cancelButton(picture)] };
    case 'interrupted':
      return interrupted(picture);
    case 'ended':
      return ended(picture);
  }
}

function waiting({ run, policy, votes }: RunPicture): StatusLine {
  const have = new Set(votes.flatMap(({ by, says }) => (says === 'approve' ? [by] : []))).size;
  const from = list(
    policy.approvals.flatMap((approval) => approval.from.map(principal)),
    'or',
  );
  const until = run.validUntil === null ? '' : ` · until ${clock(run.validUntil)}`;
  const plan = shortDigest(run.digest ?? '');
  return {
    line: `✅ to approve, ❌ to deny · *${have} of ${needed(policy)}* · ${from}, not ${who(run.by)}${until} · plan ${plan}`,
    spoken: `waits for approval, ${have} of ${needed(policy)}`,
    buttons: [
      lineButton('Approve', `approve ${run.id} ${plan}`),
      lineButton('Deny', `deny ${run.id} ${plan}`),
      lineButton('Cancel', `cancel ${run.id}`),
    ],
  };
}

function interrupted({ run, entries, reported, onlyCleanUp }: RunPicture): StatusLine {
  const last = entries.findLast(({ kind }) => kind === 'interrupted');
  const step = Number(last?.body['step'] ?? 0);
  const where = step > 0 ? ` in step ${step} of ${run.plan?.steps.length ?? step}` : '';
  const stands =
    run.settled < run.attempt
      ? run.held === null
        ? '⏳ bringing the platform back to serving and looking where things stand…'
        : `⚪ unknown where things stand: ${run.held}`
      : receiptLines(allFindings(reported));
  const buttons =
    run.settled < run.attempt
      ? []
      : [
          ...(onlyCleanUp ? [] : [lineButton('Resume', `resume ${run.id}`)]),
          lineButton('Abandon and clean up', `abandon ${run.id}`),
          lineButton('Show steps', `show ${run.id}`),
        ];
  return {
    line: `⚠️ *Interrupted${where}*: ${run.why ?? 'it stopped'}.\n${stands}`,
    spoken: `interrupted${where}: ${run.why ?? ''}`,
    buttons,
  };
}

function ended(picture: RunPicture): StatusLine {
  const { run, reported, votes, undo } = picture;
  const took = run.startedAt && run.endedAt ? ` in ${duration(run.endedAt.getTime() - run.startedAt.getTime())}` : '';
  const receipt = receiptLines(allFindings(reported), run);
  const words = {
    succeeded: `🟢 *done*${took}`,
    failed: '🔴 *failed*',
    cancelled: '⏹ *cancelled*',
    abandoned: '⏹ *abandoned and cleaned up*',
    denied: '❌ *denied*',
    expired: '⌛ *expired*: nobody approved it in time',
    refused: '🚫 *refused*',
    skipped: '⏭ *skipped*',
    'nothing to do': '🟢 *nothing to do*',
  };
  const by =
    run.outcome === 'denied'
      ? ` by ${list(votes.flatMap((vote) => (vote.says === 'deny' ? [who(vote.by)] : [])))}`
      : run.outcome === 'cancelled' && run.cancelBy !== null
        ? ` by ${who(run.cancelBy)}`
        : '';
  const nothing = run.startedAt === null ? '. Nothing was changed.' : '';
  const offer =
    run.outcome === 'succeeded' && undo && 'days' in undo && run.endedAt
      ? `\nundo can be asked for until ${moment(addDays(run.endedAt, undo.days))}`
      : '';
  return {
    line: `${approved(picture)}${words[run.outcome ?? 'failed']}${by}${run.why === null ? '' : `: ${run.why}`}${nothing}${receipt === '' ? '' : `\n${receipt}`}${offer}`,
    spoken: `${run.outcome ?? 'ended'}${run.why === null ? '' : `: ${run.why}`}`,
    buttons: offer === '' ? [] : [lineButton('Undo', `undo ${run.id}`)],
  };
}

function approved({ votes, entries, policy }: RunPicture): string {
  if (needed(policy) === 0) return '';
  const by = [...new Set(votes.flatMap((vote) => (vote.says === 'approve' ? [vote.by] : [])))];
  const at = entries.findLast(({ kind }) => kind === 'voted')?.at;
  return by.length === 0 ? '' : `✅ approved by ${list(by.map(who))}${at ? ` at ${clock(at)}` : ''}\n`;
}

function progressOf({ run }: RunPicture): string {
  if (run.aim === 'clean up') return '▶ cleaning up';
  if (!run.progress) return '▶ starting';
  const { step, of, does, detail } = run.progress;
  return `▶ step ${step} of ${of}: ${does}${detail === undefined ? '' : ` (${detail})`}${run.cancelBy === null ? '' : ` · cancel asked by ${who(run.cancelBy)}`}`;
}

function voidCard({ run, title, voidBecause }: RunPicture): Picture {
  const text = `${title} ${run.environment}, run ${run.id}: this plan is void`;
  const because = voidBecause === undefined ? '' : `: ${voidBecause}`;
  const planned = because === '' || run.state === 'ended' ? run.why : 'It is planned anew.';
  const next = run.digest === null ? planned : 'There is a newer one below.';
  return {
    text,
    blocks: [section(`*${title} · ${run.environment}*\n🚫 This plan is void${because}. ${next ?? ''}`), context(`run ${run.id}`)],
  };
}

function cancelButton({ run }: RunPicture): Button {
  return lineButton('Cancel', `cancel ${run.id}`);
}

function needed(policy: Policy): number {
  return policy.approvals.reduce((sum, { count }) => sum + count, 0);
}

function principal(one: Principal): string {
  if (one === 'members') return 'any member';
  return 'user' in one ? `<@${one.user}>` : `<!subteam^${one.group}>`;
}
