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
  operation_timeout: 'The application did not answer within 3 seconds (operation_timeout).',
  dispatch_failed: 'The application is not connected (dispatch_failed).',
  command_not_supported_in_thread: 'Slack does not take commands in threads.',
  already_reacted: '',
  no_reaction: '',
};

/** Slack's name of an error in words. */
export function explain(error: string): string {
  return explanations[error] ?? `Slack says: ${error}`;
}
