import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { ago, duration, list, plural } from '../../lib/words.ts';
import type { ImageState } from '../../ports/updates.ts';

const dayMs = 86_400_000;

const Limits = z.object({ warn: z.number().default(90).describe('days since an image was built here: its base is at least as old') });
interface Around extends z.output<typeof Limits> {
  readonly now: Date;
}

/** It compares hashes and fetches nothing: the guide pulls every image to see whether there is a newer one. */
export const imageUpdates = defineCheck({
  id: 'image-updates',
  title: 'Images',
  why: 'What closed a hole in a base image reaches the platform only when its images are pulled or built anew.',
  procedures: ['S22'],
  limits: Limits,
  needs: ['updates'],
  timeoutMs: 30_000,
  probe: async ({ updates, now, signal }) => ({ images: await updates.images(signal), now }),
  judge: ({ images, now }, { warn }) => {
    if (images.length === 0) return [{ status: 'unknown', summary: 'Images: unknown, the platform has no container.' }];
    const bad = images.flatMap((image) => ill(image, { warn, now }));
    return bad.length > 0 ? bad : [well(images, now)];
  },
});

function ill({ image, services, builtAt, is }: ImageState, { warn, now }: Around): readonly Finding[] {
  const what = `${foreignCode(image, 100)} (${list(services.map((service) => foreign(service, 60)))})`;
  const subject = foreign(image, 100);
  if (typeof is === 'object') {
    const because = foreign(is.problem, 200);
    return [{ status: 'unknown', subject, summary: `Whether there is a newer ${what} is unknown: ${because}.`, because }];
  }
  if (is === 'older')
    return [
      {
        status: 'warn',
        subject,
        summary: `There is a newer image ${what}; the one in use was built ${ago(builtAt, now)}.`,
        remedies: [
          { kind: 'advice', text: 'Pull it, try it in development, then make its containers anew. Keep the major version of a database.' },
        ],
      },
    ];
  const ageMs = now.getTime() - builtAt.getTime();
  if (is === 'newest' || ageMs < warn * dayMs) return [];
  return [
    {
      status: 'warn',
      subject,
      summary: `The image ${what} was built ${ago(builtAt, now)} (warn ${duration(warn * dayMs)}): its base is at least as old.`,
      measure: { value: ageMs / 3_600_000, unit: 'hours' },
      remedies: [{ kind: 'advice', text: 'Build it anew on a fresh base, try it in development, then make its containers anew.' }],
    },
  ];
}

function well(images: readonly ImageState[], now: Date): Finding {
  const newest = images.filter(({ is }) => is === 'newest').length;
  const own = images.length - newest;
  const oldest = Math.min(...images.map(({ builtAt }) => builtAt.getTime()));
  const parts = [
    ...(newest === 0 ? [] : [`${plural(newest, 'image')} ${newest === 1 ? 'is the newest of its name' : 'are the newest of their names'}`]),
    ...(own === 0 ? [] : [`${plural(own, 'image')} ${own === 1 ? 'was' : 'were'} built here`]),
  ];
  return { status: 'ok', summary: `${list(parts)}; the oldest is ${duration(now.getTime() - oldest)} old.` };
}
