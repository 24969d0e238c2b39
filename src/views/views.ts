import type { Views } from '../services/picture.ts';
import { checklistCard } from './checklist.ts';
import { details } from './details.ts';
import { report } from './report.ts';
import { files } from './files/files.ts';
import { freezeNotice } from './freeze.ts';
import { changesBefore, incidentCard, timeline } from './incident.ts';
import { noWorker, refusal, threadLine, voteRefused } from './line.ts';
import { reminder } from './steps.ts';
import { taskCard } from './task.ts';

/** Every view by the name that a message carries. */
export const views: Views = {
  run: { checklist: checklistCard, details, report, files, task: taskCard, refusal, 'no-worker': noWorker },
  incident: { incident: incidentCard, before: changesBefore, timeline },
  log: { line: threadLine, whisper: voteRefused, reminder, freeze: freezeNotice },
};
