import type { JSX } from 'preact';

const PICTURE = /((?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F)(?:\p{Emoji_Modifier}|[\uFE0F\u20E3]|\u200D\p{Emoji})*)/u;

/** Text without any mark-up. Emoji in it are shown as such: fonts for text have small outlines of some. */
export function Words({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      {text.split(PICTURE).map((piece, index) =>
        index % 2 === 1 ? (
          <span key={index} class="emoji">
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </>
  );
}
