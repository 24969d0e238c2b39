import { limits } from './limits.ts';
import { all, flag, integer, kind, object, string, type Rules } from './problem.ts';
import { exactlyOne } from './relations.ts';
import { link, name, plainText, webAddress } from './text.ts';

const slackFile = all(object({}, { id: name, url: link({}) }), exactlyOne('id', 'url'));

/** What Slack itself adds to a picture when it hands a message out; applications send it back. */
const added = { fallback: string(), image_width: integer(), image_height: integer(), image_bytes: integer(), is_animated: flag };

const picture = (more: Rules) =>
  all(
    kind(
      'image',
      { alt_text: string(limits.imageAlt) },
      { image_url: webAddress(limits.imageUrl), slack_file: slackFile, ...added, ...more },
    ),
    exactlyOne('image_url', 'slack_file'),
  );

export const imageElement = picture({});
export const imageBlock = picture({ block_id: string(limits.blockId), title: plainText(limits.imageTitle) });
