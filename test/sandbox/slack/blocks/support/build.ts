export type Json = Readonly<Record<string, unknown>>;

export const x = (length: number) => 'x'.repeat(Math.max(length, 0));
export const times = <T>(many: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: Math.max(many, 0) }, (_, at) => make(at));
export const address = (length: number) => `https://e.org/${x(length - 'https://e.org/'.length)}`;

export const plain = (text: string): Json => ({ type: 'plain_text', text });
export const mrkdwn = (text: string): Json => ({ type: 'mrkdwn', text });
export const option = (value = 'a', more: Json = {}): Json => ({ text: plain(value || 'none'), value, ...more });
export const options = (many: number): readonly Json[] => times(many, (at) => option(`o${at}`));

export const button = (more: Json = {}): Json => ({ type: 'button', text: plain('Go'), ...more });
export const actions = (...elements: readonly Json[]): Json => ({ type: 'actions', elements });
export const section = (more: Json = {}): Json => ({ type: 'section', text: mrkdwn('x'), ...more });
export const input = (element: Json, more: Json = {}): Json => ({ type: 'input', label: plain('x'), element, ...more });
export const picture = (more: Json = {}): Json => ({ type: 'image', alt_text: 'x', image_url: 'https://e.org/a.png', ...more });
export const video = (more: Json = {}): Json => ({
  type: 'video',
  video_url: 'https://e.org/v',
  thumbnail_url: 'https://e.org/t',
  alt_text: 'x',
  title: plain('x'),
  ...more,
});
export const card = (more: Json = {}): Json => ({ type: 'card', title: mrkdwn('x'), ...more });
export const container = (more: Json = {}): Json => ({
  type: 'container',
  title: plain('x'),
  child_blocks: [{ type: 'divider' }],
  ...more,
});
export const raw = (text = 'x'): Json => ({ type: 'raw_text', text });
export const table = (rows: readonly unknown[], more: Json = {}): Json => ({ type: 'table', rows, ...more });
export const dataTable = (rows: readonly unknown[], more: Json = {}): Json => ({ type: 'data_table', caption: 'x', rows, ...more });
export const richText = (...elements: readonly Json[]): Json => ({ type: 'rich_text', elements });
export const paragraph = (text = 'x'): Json => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
export const task = (more: Json = {}): Json => ({ type: 'task_card', task_id: 'x', title: 'x', status: 'pending', ...more });
export const modal = (more: Json = {}): Json => ({ type: 'modal', title: plain('x'), blocks: [], ...more });
