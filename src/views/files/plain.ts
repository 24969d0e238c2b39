/** Slack's three entities as the characters that they stand for. */
export function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** Slack's text without its mark-up, for a cell. */
export function plainOf(mrkdwn: string): string {
  return unescaped(mrkdwn).replaceAll('`', '');
}
