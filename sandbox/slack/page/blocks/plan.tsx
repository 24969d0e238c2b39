import type { JSX } from 'preact';
import { safeUrl } from '../mrkdwn.ts';
import { Words } from '../words.tsx';
import { Unknown } from '../unknown.tsx';
import { TaskCard, type BlockOf } from './kit.ts';
import { RichText } from './rich-text.tsx';

const states: ReadonlyMap<string, readonly [glyph: string, word: string]> = new Map([
  ['pending', ['○', 'pending']],
  ['in_progress', ['◐', 'in progress']],
  ['complete', ['✓', 'complete']],
  ['error', ['✕', 'failed']],
]);

/** One task of an agent: what it is, how far it is, what came out and from where. */
export function Task({ task }: { readonly task: BlockOf<'task_card'> }): JSX.Element {
  const [glyph, word] = states.get(task.status) ?? ['?', task.status];
  return (
    <div class={`task ${states.has(task.status) ? task.status : ''}`}>
      <span class="task-state" role="img" aria-label={word} title={word}>
        {glyph}
      </span>
      <div>
        <strong>
          <Words text={task.title} />
        </strong>
        {task.details && <RichText elements={task.details.elements} />}
        {task.output && <RichText elements={task.output.elements} />}
        {task.sources && <Sources sources={task.sources} />}
      </div>
    </div>
  );
}

function Sources({ sources }: { readonly sources: NonNullable<BlockOf<'task_card'>['sources']> }): JSX.Element {
  return (
    <ul class="sources" aria-label="Sources">
      {sources.map(({ url, text }, index) => (
        <li key={index}>
          {safeUrl(url) === undefined ? (
            text
          ) : (
            <a href={safeUrl(url)} target="_blank" rel="noreferrer noopener">
              {text}
            </a>
          )}
        </li>
      ))}
    </ul>
  );
}

export function Plan({ plan }: { readonly plan: BlockOf<'plan'> }): JSX.Element {
  return (
    <div class="plan" role="group" aria-label={plan.title}>
      <strong>
        <Words text={plan.title} />
      </strong>
      {plan.tasks?.map((each, index) => {
        const task = TaskCard.safeParse(each);
        return task.success ? <Task key={index} task={task.data} /> : <Unknown key={index} what="task" value={each} />;
      })}
    </div>
  );
}
