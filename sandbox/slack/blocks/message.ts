import { limits } from './limits.ts';
import { problemsOf } from './payload.ts';
import { list, object, type Problems, type Rule, type Rules } from './problem.ts';

const anything: Rule = () => [];
const blocks: Rule = (value, at) => problemsOf(value, 'message', at);
const attachment: Rule = (value, at) => loose({ blocks })(value, at);

/** All that Slack would refuse in the blocks of a message and of its attachments; `at` is the pointer to the message. */
export function problemsOfMessage(value: unknown, at: string): Problems {
  return loose({ blocks, attachments: list(attachment, limits.messageAttachments) })(value, at);
}

/** An object of which only some fields are looked at. */
function loose(rules: Rules): Rule {
  return (value, at) => {
    const others = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    return object({}, { ...Object.fromEntries(others.map((name) => [name, anything])), ...rules })(value, at);
  };
}
