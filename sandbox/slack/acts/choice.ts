import { isFields, type Fields } from '../blocks/problem.ts';
import type { World } from '../world.ts';
import type { Placed } from './elements-in.ts';

/** What a person gave an element: one value, or several. */
export interface Given {
  readonly value?: string | undefined;
  readonly values?: readonly string[] | undefined;
}

interface Kind {
  /** The field of the action, and of the state, that carries what was chosen … */
  readonly field: string;
  /** … and the one of the element that says what is chosen at first. */
  readonly initial: string;
  /** What the field carries for what was given; undefined where the element cannot have that. */
  readonly read: (element: Fields, given: Given, world: World) => unknown;
}

const one = (field: string, initial: string, fits: (value: string, world: World) => boolean): Kind => ({
  field,
  initial,
  read: (_element, { value }, world) => (value !== undefined && fits(value, world) ? value : undefined),
});

const several = (field: string, initial: string, fits: (value: string, world: World) => boolean): Kind => ({
  field,
  initial,
  read: (element, { values }, world) =>
    values && areFew(element, values) && values.every((value) => fits(value, world)) ? values : undefined,
});

const isPerson = (id: string, { people }: World): boolean => people.find(id) !== undefined;
const isChannel = (id: string, { store }: World): boolean => store.channel(id)?.direct === false;
const isConversation = (id: string, { store }: World): boolean => store.channel(id) !== undefined;
const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

const oneOption: Kind = {
  field: 'selected_option',
  initial: 'initial_option',
  read: (element, { value }) => optionsOf(element).find((option) => value !== undefined && option['value'] === value),
};

const someOptions: Kind = {
  field: 'selected_options',
  initial: 'initial_options',
  read(element, { values }) {
    const options = optionsOf(element);
    const found = values?.flatMap((value) => options.find((option) => option['value'] === value) ?? []);
    return found && found.length === values?.length && areFew(element, found) ? found : undefined;
  },
};

/** The elements that remember what was chosen in them. */
const kinds: Readonly<Record<string, Kind>> = {
  static_select: oneOption,
  radio_buttons: oneOption,
  multi_static_select: someOptions,
  checkboxes: someOptions,
  users_select: one('selected_user', 'initial_user', isPerson),
  multi_users_select: several('selected_users', 'initial_users', isPerson),
  channels_select: one('selected_channel', 'initial_channel', isChannel),
  multi_channels_select: several('selected_channels', 'initial_channels', isChannel),
  conversations_select: one('selected_conversation', 'initial_conversation', isConversation),
  multi_conversations_select: several('selected_conversations', 'initial_conversations', isConversation),
  datepicker: one('selected_date', 'initial_date', isDate),
  timepicker: one('selected_time', 'initial_time', isTime),
  datetimepicker: {
    field: 'selected_date_time',
    initial: 'initial_date_time',
    read: (_element, { value }) => (value !== undefined && /^\d{10}$/.test(value) ? Number(value) : undefined),
  },
};

/** What an element remembers, if it does. */
export function kindOf({ type }: Fields): Kind | undefined {
  return typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}

/** What is chosen in an element before anybody has chosen. */
export function firstChoice({ field, initial }: Kind, element: Fields): unknown {
  return element[initial] ?? (field.endsWith('s') ? [] : null);
}

const pressable = ['button', 'icon_button', 'overflow', 'feedback_buttons', 'workflow_button'];

/** Whether people can do something with this element, so that it has an action_id. */
export function isInteractive(element: Fields): boolean {
  const { type } = element;
  return typeof type === 'string' && (pressable.includes(type) || kindOf(element) !== undefined || type.endsWith('external_select'));
}

/** What this element sends for what was given; undefined when it cannot have that. */
export function choiceOf(world: World, element: Fields, given: Given): Fields | undefined {
  const type = String(element['type']);
  if (type === 'button' || type === 'icon_button') return pressed(element, given);
  if (type === 'overflow') {
    const option = oneOption.read(element, given, world);
    return option === undefined ? undefined : { selected_option: option };
  }
  if (type === 'feedback_buttons') return rated(element, given);
  const kind = kindOf(element);
  const chosen = kind?.read(element, given, world);
  return kind === undefined || chosen === undefined ? undefined : { [kind.field]: chosen };
}

/** An element with what somebody did to it. */
export interface Fitting extends Placed {
  readonly choice: Fields;
}

/** Those that an action means by its id, and by its block where that is told. */
export function named(
  placed: readonly Placed[],
  { actionId, blockId }: { readonly actionId: string; readonly blockId?: string | undefined },
): readonly Placed[] {
  return placed.filter(({ element, blockId: own }) => element['action_id'] === actionId && (blockId === undefined || own === blockId));
}

/** Those of them that can have what was given. */
export function fitting(world: World, placed: readonly Placed[], given: Given): readonly Fitting[] {
  return placed.flatMap((one) => {
    const choice = choiceOf(world, one.element, given);
    return choice ? [{ ...one, choice }] : [];
  });
}

function pressed(element: Fields, { value }: Given): Fields | undefined {
  if (value !== undefined && element['value'] !== value) return undefined;
  return {
    ...(element['value'] === undefined ? {} : { value: element['value'] }),
    text: element['text'],
    ...(element['style'] ? { style: element['style'] } : {}),
    ...(element['icon'] ? { icon: element['icon'] } : {}),
  };
}

function rated(element: Fields, { value }: Given): Fields | undefined {
  const sides = [element['positive_button'], element['negative_button']].filter(isFields);
  const side = sides.find((each) => value !== undefined && each['value'] === value);
  return side && { value: side['value'], text: side['text'] };
}

function optionsOf(element: Fields): readonly Fields[] {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'].filter(isFields) : [element];
  return groups.flatMap(({ options }) => (Array.isArray(options) ? options.filter(isFields) : []));
}

function areFew(element: Fields, chosen: readonly unknown[]): boolean {
  const most = element['max_selected_items'];
  return typeof most !== 'number' || chosen.length <= most;
}
