import type { App, BlockAction, ButtonAction, ViewOutput } from '@slack/bolt';
import { z } from 'zod';
import type { Caller } from '../core/command.ts';
import { commandsOf } from '../core/step-form.ts';
import type { Filled, StepForm } from '../core/step-form.ts';
import type { Picture } from '../ports/messenger.ts';
import { answerPicture } from '../views/answers.ts';
import { element, fields, stepForm, stepFormView } from '../views/step-form.ts';
import type { HandlerContext } from './context.ts';
import { answerThere, Pressed, pressedIn } from './pressed.ts';

/** The button opens the form with the steps that are open now; the form is the typed commands that it stands for, authorised like them. */
export function registerStepForm(app: App, context: Pick<HandlerContext, 'answer' | 'fill' | 'home' | 'tell'>): void {
  app.action<BlockAction<ButtonAction>>({ type: 'block_actions', action_id: stepForm }, async ({ action, body, ack, client }) => {
    await ack();
    const pressed = pressedIn(action, body);
    if (!pressed) return;
    const [environment = '', first] = (action.value ?? '').split(' ');
    const caller: Caller = { by: body.user.id, key: `button:${body.trigger_id}`, place: { channel: pressed.channel }, via: 'button' };
    const said = await context.answer(`step list --env ${environment}`, caller);
    const [some, ...more] = said.is === 'told' && said.view === 'steps' ? said.value.steps : [];
    const say = (picture: Picture) => answerThere(context, { person: body.user.id, pressed, picture, replyUrl: body.response_url });
    if (!some) return say(answerPicture(said));
    const view = stepFormView([some, ...more], Number(first), JSON.stringify(pressed));
    // Slack takes it within three seconds of the press. Whoever pressed must not wait for a form that does not come.
    await client.views.open({ trigger_id: body.trigger_id, view }).catch(async (error: unknown) => {
      await say({ text: `Slack did not open the form. Press again, or type \`/bigshot step done ${some.id} what came of it\`.` });
      throw error;
    });
  });

  app.view(stepForm, async ({ ack, view, body }) => {
    const asked = commandsOf(formIn(view));
    if ('wrong' in asked) return ack({ response_action: 'errors', errors: asked.wrong });
    const pressed = Pressed.parse(JSON.parse(view.private_metadata));
    const caller: Caller = { by: body.user.id, key: `form:${view.id}:${view.hash}`, place: { channel: pressed.channel }, via: 'button' };
    const said: string[] = [];
    for (const [index, command] of asked.commands.entries()) {
      const answer = await context.fill(command, { ...caller, key: `${caller.key}:${index}` });
      if (answer.is === 'refused') return ack({ response_action: 'errors', errors: { [fieldOf(command)]: answer.why } });
      said.push(answerPicture(answer).text);
    }
    await ack();
    await answerThere(context, { person: body.user.id, pressed, picture: { text: said.at(-1) ?? '' } });
  });
}

const Element = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_user: z.string().nullish(),
  selected_date: z.string().nullish(),
});
const Outcome = z.enum(['done', 'skip', 'open']);

function formIn({ state: { values } }: ViewOutput): StepForm {
  const field = (name: string) => Element.parse(values[name]?.[element] ?? {});
  const [note, owner, due] = [field(fields.note).value?.trim(), field(fields.owner).selected_user, field(fields.due).selected_date];
  return {
    step: field(fields.step).selected_option?.value ?? '',
    outcome: Outcome.parse(field(fields.outcome).selected_option?.value),
    ...(note && { note }),
    ...(owner && { owner }),
    ...(due && { due }),
  };
}

/** Where in the form a refusal is shown. */
function fieldOf({ id }: Filled): string {
  if (id === 'step give') return fields.owner;
  return id === 'step due' ? fields.due : fields.step;
}
