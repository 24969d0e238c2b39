import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Ask } from '../ask.tsx';
import { Picture } from '../blocks/picture.tsx';
import type { Confirm } from '../kit.ts';
import { useForm } from '../form.ts';
import { useSession } from '../session.ts';
import { Unknown } from '../unknown.tsx';
import type { Chosen, ControlProps, Where } from './act.ts';
import { Button, Feedback, IconButton, Overflow, WorkflowButton } from './buttons.tsx';
import { Checkboxes, RadioButtons } from './choices.tsx';
import { External, Field, FileField } from './fields.tsx';
import { Element } from './kit.ts';
import { Menu, Menus } from './menus.tsx';
import { ChannelMenu, ChannelMenus, ConversationMenu, ConversationMenus, PeopleMenu, PeopleMenus } from './named-menus.tsx';
import { DatePicker, DateTimePicker, TimePicker } from './pickers.tsx';

/** An interactive element or a picture. Used, it is busy until the application has acknowledged. */
export function ElementView({ element, where }: { readonly element: unknown; readonly where: Where }): JSX.Element {
  const { act } = useSession();
  const form = useForm();
  const [busy, setBusy] = useState(false);
  const asked = useRef<Chosen>(undefined);
  const [asking, setAsking] = useState<Confirm | undefined>();
  const parsed = Element.safeParse(element);
  if (!parsed.success) return <Unknown what="element" value={element} />;
  const { data } = parsed;
  if (data.type === 'image') return <Picture image={data} />;

  const send = async (chosen: Chosen): Promise<void> => {
    if (form && where.isField) return form.put(where.blockId ?? '', data.action_id ?? '', chosen);
    setBusy(true);
    const isHome = where.channel === '';
    await act(isHome ? 'views.actions' : 'blocks.actions', {
      ...(isHome ? {} : { channel: where.channel, message_ts: where.ts }),
      ...(where.viewId === undefined ? {} : { view_id: where.viewId }),
      action_id: data.action_id ?? '',
      ...(where.blockId === undefined ? {} : { block_id: where.blockId }),
      ...(chosen === undefined ? {} : typeof chosen === 'string' ? { value: chosen } : { values: JSON.stringify(chosen) }),
    });
    setBusy(false);
  };
  const choose = (chosen: Chosen): void => {
    // What is typed is sent with a form, and never letter by letter.
    if (!form && data.type.endsWith('_input')) return;
    asked.current = chosen;
    if (data.confirm) setAsking(data.confirm);
    else void send(chosen);
  };
  const answer = (yes: boolean): void => {
    setAsking(undefined);
    if (yes) void send(asked.current);
  };
  return (
    <>
      <Control element={data} busy={busy} choose={choose} />
      {asking && <Ask confirm={asking} answer={answer} />}
    </>
  );
}

function Control({ element, ...rest }: ControlProps<Exclude<Element, { type: 'image' }>>): JSX.Element {
  switch (element.type) {
    case 'button':
      return <Button element={element} {...rest} />;
    case 'workflow_button':
      return <WorkflowButton element={element} {...rest} />;
    case 'icon_button':
      return <IconButton element={element} {...rest} />;
    case 'feedback_buttons':
      return <Feedback element={element} {...rest} />;
    case 'overflow':
      return <Overflow element={element} {...rest} />;
    case 'static_select':
      return <Menu element={element} {...rest} />;
    case 'multi_static_select':
      return <Menus element={element} {...rest} />;
    case 'users_select':
      return <PeopleMenu element={element} {...rest} />;
    case 'multi_users_select':
      return <PeopleMenus element={element} {...rest} />;
    case 'channels_select':
      return <ChannelMenu element={element} {...rest} />;
    case 'multi_channels_select':
      return <ChannelMenus element={element} {...rest} />;
    case 'conversations_select':
      return <ConversationMenu element={element} {...rest} />;
    case 'multi_conversations_select':
      return <ConversationMenus element={element} {...rest} />;
    case 'checkboxes':
      return <Checkboxes element={element} {...rest} />;
    case 'radio_buttons':
      return <RadioButtons element={element} {...rest} />;
    case 'datepicker':
      return <DatePicker element={element} {...rest} />;
    case 'timepicker':
      return <TimePicker element={element} {...rest} />;
    case 'datetimepicker':
      return <DateTimePicker element={element} {...rest} />;
    case 'external_select':
    case 'multi_external_select':
      return <External element={element} />;
    case 'file_input':
      return <FileField />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return <Field element={element} {...rest} />;
  }
}
