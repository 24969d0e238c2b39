import { describe, expect, test } from 'vitest';
import { drawChart, svgOf } from '../../../src/adapters/charts/draw.ts';
import type { Chart } from '../../../src/core/chart.ts';

const day = 86_400_000;
const start = Date.UTC(2026, 10, 1);
const chart: Chart = {
  title: 'Disk: 95 % on 11 Dec 2026',
  unit: 'percent',
  lines: [{ name: '/', points: Array.from({ length: 30 }, (_, index) => [start + index * day, 40 + index] as const) }],
};

/** Width and height stand in the first chunk of a PNG. */
function sizeOf(png: Uint8Array): readonly number[] {
  const view = new DataView(png.buffer, png.byteOffset);
  return [view.getUint32(16), view.getUint32(20)];
}

describe('a chart', () => {
  test('is a PNG of one size for all', async () => {
    const png = await drawChart(chart);

    expect(Buffer.from(png).subarray(1, 4).toString()).toBe('PNG');
    expect(sizeOf(png)).toEqual([1600, 800]);
  });

  test('of a few minutes marks each of them once', async () => {
    const points = [0, 1, 2].map((minute) => [start + minute * 60_000, minute] as const);
    const svg = await svgOf({ ...chart, unit: 'count', lines: [{ name: 'celery', points }] });

    expect(svg.match(/\d\d:\d\d(?=<\/text>)/g)).toHaveLength(3);
  });

  test('has its words on it, without any font of the machine', async () => {
    const [titled, untitled] = await Promise.all([drawChart(chart), drawChart({ ...chart, title: '' })]);

    expect(titled.byteLength - untitled.byteLength).toBeGreaterThan(2000);
  });

  test.each<[string, Partial<Chart>]>([
    ['a limit', { limit: { value: 95, name: 'limit 95 %' } }],
    [
      'a forecast',
      {
        forecast: {
          name: 'forecast',
          points: [
            [start + 30 * day, 70],
            [start + 50 * day, 95],
          ],
        },
      },
    ],
    [
      'a second line and the names of both',
      {
        lines: [
          ...chart.lines,
          {
            name: '/srv',
            points: [
              [start, 10],
              [start + 29 * day, 12],
            ],
          },
        ],
      },
    ],
  ])('shows %s', async (_, more) => {
    const [plain, with_] = await Promise.all([drawChart(chart), drawChart({ ...chart, ...more })]);

    expect(Buffer.from(with_).equals(Buffer.from(plain))).toBe(false);
  });

  test.each<[string, Chart['lines']]>([
    ['no line', []],
    ['one point', [{ name: '', points: [[start, 5]] }]],
    [
      'a line that stands',
      [
        {
          name: '',
          points: [
            [start, 5],
            [start + day, 5],
          ],
        },
      ],
    ],
    [
      'names with mark-up',
      [
        {
          name: '<script>&"</script>',
          points: [
            [start, 5],
            [start + day, 6],
          ],
        },
        { name: ']]>', points: [[start, 1]] },
      ],
    ],
  ])('of %s is drawn', async (_, lines) => {
    expect(sizeOf(await drawChart({ ...chart, title: '</text><script>&', lines }))).toEqual([1600, 800]);
  });
});
