import type { limits } from '../../../../../sandbox/slack/blocks/limits.ts';
import { problemsOfMessage } from '../../../../../sandbox/slack/blocks/message.ts';
import { problemsOf } from '../../../../../sandbox/slack/blocks/payload.ts';
import type { Problems } from '../../../../../sandbox/slack/blocks/problem.ts';
import { problemsOfView } from '../../../../../sandbox/slack/blocks/view.ts';
import {
  actions,
  address,
  button,
  card,
  container,
  dataTable,
  input,
  modal,
  mrkdwn,
  option,
  options,
  paragraph,
  picture,
  plain,
  raw,
  richText,
  section,
  table,
  task,
  times,
  video,
  x,
  type Json,
} from './build.ts';

/** Builds something of a size and says where the mistake would be. */
interface LimitCase {
  readonly problems: (size: number) => Problems;
  readonly pointer: string;
}

/** A block in a message; the pointer is the one within the block. */
const block = (pointer: string, make: (size: number) => Json): LimitCase => ({
  problems: (size) => problemsOf([make(size)]),
  pointer: `/blocks/0${pointer}`,
});

const element = (pointer: string, make: (size: number) => Json): LimitCase => block(`/elements/0${pointer}`, (size) => actions(make(size)));

const asked = (pointer: string, make: (size: number) => Json): LimitCase => ({
  problems: (size) => problemsOf([input(make(size))], 'modal'),
  pointer: `/blocks/0/element${pointer}`,
});

const view = (pointer: string, make: (size: number) => Json): LimitCase => ({
  problems: (size) => problemsOfView(modal(make(size)), '/view'),
  pointer: `/view${pointer}`,
});

const whole = (make: (size: number) => readonly Json[]): LimitCase => ({ problems: (size) => problemsOf(make(size)), pointer: '/blocks' });

const confirm = (more: Json): Json => ({ title: plain('x'), text: plain('x'), confirm: plain('x'), deny: plain('x'), ...more });
const select = (more: Json): Json => ({ type: 'static_select', options: options(1), ...more });
const feedback = (more: Json): Json => ({ text: plain('x'), value: 'x', ...more });
const feedbackButtons = (more: Json): Json => ({
  type: 'context_actions',
  elements: [{ type: 'feedback_buttons', positive_button: feedback(more), negative_button: feedback({}) }],
});
const icon = (more: Json): Json => ({
  type: 'context_actions',
  elements: [{ type: 'icon_button', icon: 'trash', text: plain('x'), ...more }],
});
const richList = (more: Json): Json => richText({ type: 'rich_text_list', style: 'bullet', elements: [paragraph()], ...more });
const textInput = (more: Json): Json => ({ type: 'plain_text_input', ...more });
const overflow = (...given: readonly Json[]): Json => ({ type: 'overflow', options: given });
const divider = { type: 'divider' };

/** One case for each limit: the compiler misses the one that is not tested. */
export const limitCases: Readonly<Record<keyof typeof limits, LimitCase>> = {
  messageBlocks: whole((size) => times(size, () => divider)),
  messageAttachments: { problems: (size) => problemsOfMessage({ attachments: times(size, () => ({})) }, ''), pointer: '/attachments' },
  messageMarkdown: whole((size) => [6000, size - 6000].map((length) => ({ type: 'markdown', text: x(length) }))),
  messageTables: whole((size) => times(size, () => table([[raw()]]))),
  messageTableCharacters: whole((size) => [table([[raw(x(4000))], [raw(x(size - 4000))]])]),
  messageDataTableCharacters: whole((size) => [1, size - 3].map((length) => dataTable([[raw()], [raw(x(length))]]))),
  focusedElements: {
    problems: (size) =>
      problemsOf(
        times(size, () => input(textInput({ focus_on_load: true }))),
        'modal',
      ),
    pointer: '/blocks',
  },

  viewBlocks: view('/blocks', (size) => ({ blocks: times(size, () => divider) })),
  viewTitle: view('/title/text', (size) => ({ title: plain(x(size)) })),
  viewSubmit: view('/submit/text', (size) => ({ submit: plain(x(size)) })),
  viewClose: view('/close/text', (size) => ({ close: plain(x(size)) })),
  viewPrivateMetadata: view('/private_metadata', (size) => ({ private_metadata: x(size) })),
  viewCallbackId: view('/callback_id', (size) => ({ callback_id: x(size) })),
  viewExternalId: view('/external_id', (size) => ({ external_id: x(size) })),

  blockId: block('/block_id', (size) => ({ ...divider, block_id: x(size) })),
  actionId: element('/action_id', (size) => button({ action_id: x(size) })),
  textObject: block('/elements/0/text', (size) => ({ type: 'context', elements: [mrkdwn(x(size))] })),
  placeholder: element('/placeholder/text', (size) => select({ placeholder: plain(x(size)) })),
  accessibilityLabel: element('/accessibility_label', (size) => button({ accessibility_label: x(size) })),
  confirmTitle: element('/confirm/title/text', (size) => button({ confirm: confirm({ title: plain(x(size)) }) })),
  confirmText: element('/confirm/text/text', (size) => button({ confirm: confirm({ text: mrkdwn(x(size)) }) })),
  confirmConfirm: element('/confirm/confirm/text', (size) => button({ confirm: confirm({ confirm: plain(x(size)) }) })),
  confirmDeny: element('/confirm/deny/text', (size) => button({ confirm: confirm({ deny: plain(x(size)) }) })),
  optionText: element('/options/0/text/text', (size) => select({ options: [option('a', { text: plain(x(size)) })] })),
  optionDescription: element('/options/0/description/text', (size) => select({ options: [option('a', { description: plain(x(size)) })] })),
  optionValue: element('/options/0/value', (size) => select({ options: [option('a', { value: x(size) })] })),
  optionUrl: element('/options/0/url', (size) => overflow(option('a', { url: address(size) }))),
  optionGroupLabel: element('/option_groups/0/label/text', (size) => ({
    type: 'static_select',
    option_groups: [{ label: plain(x(size)), options: options(1) }],
  })),
  optionGroupOptions: element('/option_groups/0/options', (size) => ({
    type: 'static_select',
    option_groups: [{ label: plain('x'), options: options(size) }],
  })),
  triggerActions: asked('/dispatch_action_config/trigger_actions_on', (size) =>
    textInput({ dispatch_action_config: { trigger_actions_on: times(size, () => 'on_enter_pressed') } }),
  ),
  filterInclude: element('/filter/include', (size) => ({ type: 'conversations_select', filter: { include: times(size, () => 'im') } })),

  actionsElements: block('/elements', (size) => actions(...times(size, () => button()))),
  alertText: { problems: (size) => problemsOf([{ type: 'alert', text: plain(x(size)) }], 'modal'), pointer: '/blocks/0/text/text' },
  cardTitle: block('/title/text', (size) => card({ title: mrkdwn(x(size)) })),
  cardSubtitle: block('/subtitle/text', (size) => card({ subtitle: mrkdwn(x(size)) })),
  cardBody: block('/body/text', (size) => card({ body: mrkdwn(x(size)) })),
  cardActions: block('/actions', (size) => card({ actions: times(size, () => button()) })),
  carouselCards: block('/elements', (size) => ({ type: 'carousel', elements: times(size, () => card()) })),
  containerTitle: block('/title/text', (size) => container({ title: plain(x(size)) })),
  containerSubtitle: block('/subtitle/text', (size) => container({ subtitle: mrkdwn(x(size)) })),
  containerBlocks: block('/child_blocks', (size) => container({ child_blocks: times(size, () => divider) })),
  contextElements: block('/elements', (size) => ({ type: 'context', elements: times(size, () => plain('x')) })),
  contextActionsElements: block('/elements', (size) => ({
    type: 'context_actions',
    elements: times(size, () => ({ type: 'icon_button', icon: 'trash', text: plain('x') })),
  })),
  dataTableRows: block('/rows', (size) => dataTable(times(size, () => [raw()]))),
  dataTableColumns: block('/rows/1', (size) => dataTable(times(2, () => times(size, () => raw())))),
  dataTablePageSize: block('/page_size', (size) => dataTable([[raw()], [raw()]], { page_size: size })),
  dataTableHeaderColumn: block('/row_header_column_index', (size) => dataTable([[raw()], [raw()]], { row_header_column_index: size })),
  dataTableCaption: block('/caption', (size) => dataTable([[raw()], [raw()]], { caption: x(size) })),
  headerText: block('/text/text', (size) => ({ type: 'header', text: plain(x(size)) })),
  imageAlt: block('/alt_text', (size) => picture({ alt_text: x(size) })),
  imageTitle: block('/title/text', (size) => picture({ title: plain(x(size)) })),
  imageUrl: block('/image_url', (size) => picture({ image_url: address(size) })),
  inputLabel: {
    problems: (size) => problemsOf([input(textInput({}), { label: plain(x(size)) })], 'home'),
    pointer: '/blocks/0/label/text',
  },
  inputHint: { problems: (size) => problemsOf([input(textInput({}), { hint: plain(x(size)) })], 'home'), pointer: '/blocks/0/hint/text' },
  markdownText: block('/text', (size) => ({ type: 'markdown', text: x(size) })),
  planTasks: block('/tasks', (size) => ({ type: 'plan', title: 'x', tasks: times(size, () => task()) })),
  richTextText: block('/elements/0/elements/0/text', (size) => richText(paragraph(x(size)))),
  richTextIndent: block('/elements/0/indent', (size) => richList({ indent: size })),
  richTextBorder: block('/elements/0/border', (size) => richList({ border: size })),
  richTextOffset: block('/elements/0/offset', (size) => richList({ offset: size })),
  sectionText: block('/text/text', (size) => section({ text: mrkdwn(x(size)) })),
  sectionFields: block('/fields', (size) => ({ type: 'section', fields: times(size, () => plain('x')) })),
  sectionFieldText: block('/fields/0/text', (size) => ({ type: 'section', fields: [plain(x(size))] })),
  tableRows: block('/rows', (size) => table(times(size, () => [raw()]))),
  tableColumns: block('/rows/0', (size) => table([times(size, () => raw())])),
  tableColumnSettings: block('/column_settings', (size) => table([[raw()]], { column_settings: times(size, () => ({ align: 'left' })) })),
  tableCell: block('/rows/0/0/text', (size) => table([[raw(x(size))]])),
  videoAlt: block('/alt_text', (size) => video({ alt_text: x(size) })),
  videoTitle: block('/title/text', (size) => video({ title: plain(x(size)) })),
  videoDescription: block('/description/text', (size) => video({ description: plain(x(size)) })),
  videoAuthor: block('/author_name', (size) => video({ author_name: x(size) })),
  videoProvider: block('/provider_name', (size) => video({ provider_name: x(size) })),
  videoUrl: block('/video_url', (size) => video({ video_url: address(size) })),

  buttonText: element('/text/text', (size) => button({ text: plain(x(size)) })),
  buttonValue: element('/value', (size) => button({ value: x(size) })),
  buttonUrl: element('/url', (size) => button({ url: address(size) })),
  feedbackText: block('/elements/0/positive_button/text/text', (size) => feedbackButtons({ text: plain(x(size)) })),
  feedbackValue: block('/elements/0/positive_button/value', (size) => feedbackButtons({ value: x(size) })),
  iconButtonText: block('/elements/0/text/text', (size) => icon({ text: plain(x(size)) })),
  iconButtonValue: block('/elements/0/value', (size) => icon({ value: x(size) })),
  iconButtonUsers: block('/elements/0/visible_to_user_ids', (size) => icon({ visible_to_user_ids: times(size, () => 'U1') })),
  overflowOptions: element('/options', (size) => overflow(...options(size))),
  checkboxesOptions: element('/options', (size) => ({ type: 'checkboxes', options: options(size) })),
  radioButtonsOptions: element('/options', (size) => ({ type: 'radio_buttons', options: options(size) })),
  selectOptions: element('/options', (size) => select({ options: options(size) })),
  selectGroups: element('/option_groups', (size) => ({
    type: 'static_select',
    option_groups: times(size, () => ({ label: plain('x'), options: options(1) })),
  })),
  selectedItems: element('/max_selected_items', (size) => ({ type: 'multi_users_select', max_selected_items: size })),
  queryLength: element('/min_query_length', (size) => ({ type: 'external_select', min_query_length: size })),
  dateTime: element('/initial_date_time', (size) => ({ type: 'datetimepicker', initial_date_time: size })),
  fileInputFiles: asked('/max_files', (size) => ({ type: 'file_input', max_files: size })),
  textInputMinimum: asked('/min_length', (size) => textInput({ min_length: size })),
  textInputMaximum: asked('/max_length', (size) => textInput({ max_length: size })),
  richTextInputMinimumLines: asked('/min_lines', (size) => ({ type: 'rich_text_input', min_lines: size })),
  richTextInputMaximumLines: asked('/max_lines', (size) => ({ type: 'rich_text_input', max_lines: size })),
  urlSourceUrl: block('/sources/0/url', (size) => task({ sources: [{ type: 'url', url: address(size), text: 'x' }] })),
};
