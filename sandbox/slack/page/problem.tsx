import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

const SHOWN_MS = 8000;

/** What went wrong last; it goes away by itself. */
export function useProblem(): readonly [string, (text: string) => void] {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setText(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}

export function Problem({ text }: { readonly text: string }): JSX.Element {
  return (
    <p class="problem" role="alert">
      {text}
    </p>
  );
}

const explanations: Readonly<Record<string, string>> = {
  offline: 'The workspace does not answer. The page connects again by itself.',
  // Slackbot has told the person, in a message that stays.
  unknown_command: '',
  operation_timeout: '',
  dispatch_failed: '',
  invalid_blocks: '',
  invalid_blocks_format: '',
  msg_blocks_too_long: '',
  // The composer says so while one types.
  command_not_supported_in_thread: '',
  // Two clicks at once: it is as the person wants it.
  already_reacted: '',
  no_reaction: '',
};

/** Slack's name of an error in words; empty where the person knows already. */
export function explain(error: string): string {
  return Object.hasOwn(explanations, error) ? (explanations[error] ?? '') : `Slack says: ${error}`;
}
