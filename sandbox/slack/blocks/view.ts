import { parseJson } from '../api/arguments.ts';
import { SlackError } from '../errors.ts';
import { limits, sizes } from './limits.ts';
import { blocksIn, problemsOf } from './payload.ts';
import { byType, fine, flag, isFields, kind, missing, string, type Fields, type Problems, type Rule } from './problem.ts';
import { plainText } from './text.ts';
import { messagesOf } from './validate.ts';

/** The views that applications can open or publish. */
export type ViewType = 'modal' | 'home';

const common = {
  private_metadata: string(limits.viewPrivateMetadata),
  callback_id: string(limits.viewCallbackId),
  external_id: string(limits.viewExternalId),
};

const blocksOf = (type: ViewType): { readonly blocks: Rule } => ({ blocks: (value, at) => problemsOf(value, type, at) });

const rules: Readonly<Record<ViewType, Rule>> = {
  home: kind('home', blocksOf('home'), common),
  modal: kind(
    'modal',
    { ...blocksOf('modal'), title: plainText(limits.viewTitle) },
    { ...common, submit: plainText(limits.viewSubmit), close: plainText(limits.viewClose), clear_on_close: flag, notify_on_close: flag },
  ),
};

/** All that Slack would refuse in a view, of one type or of any; `at` is the pointer to the view. */
export function problemsOfView(value: unknown, at: string, type?: ViewType): Problems {
  const own = byType(type === undefined ? rules : { [type]: rules[type] })(value, at);
  return isFields(value) && value['type'] === 'modal' ? [...own, ...missingSubmit(value, at)] : own;
}

/** What people typed must be sent somehow. */
function missingSubmit({ blocks, submit }: Fields, at: string): Problems {
  const asks = blocksIn(blocks, `${at}/blocks`).some(({ fields }) => fields['type'] === 'input');
  return asks && submit === undefined ? [missing(at, 'submit')] : fine;
}

/** The view of a call, checked as Slack checks it. Throws `invalid_arguments` or `view_too_large`. */
export function readView(value: unknown, type: ViewType): Fields {
  const view = parseJson(value, 'invalid_arguments');
  const problems = view === undefined ? [missing('', 'view')] : problemsOfView(view, '/view', type);
  if (problems.length > 0) throw new SlackError('invalid_arguments', { response_metadata: { messages: messagesOf(problems) } });
  if (!isFields(view)) throw new SlackError('invalid_arguments');
  if (Buffer.byteLength(JSON.stringify(view)) > sizes.viewBytes) throw new SlackError('view_too_large');
  return view;
}
