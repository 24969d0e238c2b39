import type { EChartsCoreOption } from 'echarts/core';
import type { Chart, ChartLine } from '../../core/chart.ts';
import { inUnit } from '../../core/unit-words.ts';

/** Told apart by brightness too, for those who do not see colours. */
const colours = ['#1264a3', '#e8912d', '#2e7d32', '#8e44ad', '#7f8c8d', '#c0392b'];
const limitColour = '#c62828';
/** Of the picture, in points. */
export const size = { width: 800, height: 400 } as const;
const margin = 16;

/** What the library is told: the same size, colours and places for every chart. */
export function optionsOf({ title, unit, lines, limit, forecast }: Chart): EChartsCoreOption {
  const isNamed = lines.length > 1;
  return {
    animation: false,
    backgroundColor: '#ffffff',
    color: colours,
    textStyle: { fontFamily: 'DejaVu Sans' },
    title: {
      text: title,
      left: margin,
      top: 12,
      textStyle: {
        fontFamily: 'DejaVu Sans',
        fontSize: 17,
        fontWeight: 'normal',
        color: '#1d1c1d',
        width: size.width - 2 * margin,
        overflow: 'truncate',
      },
    },
    ...(isNamed && {
      legend: { data: lines.map(({ name }) => name), bottom: 8, icon: 'roundRect', itemGap: 36, textStyle: { fontFamily: 'DejaVu Sans' } },
    }),
    grid: { left: 24, right: 32, top: 60, bottom: isNamed ? 48 : 24, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    // Labels tell minutes at the finest, so that nothing is marked within one.
    xAxis: { type: 'time', minInterval: 60_000, axisLabel: { hideOverlap: true, formatter: dayOrHour(lines) } },
    yAxis: {
      type: 'value',
      min: unit === 'percent' ? 0 : undefined,
      max: unit === 'percent' ? topOf(lines, limit) : undefined,
      // Only of what is large and changes little the change would not be seen from zero on.
      scale: unit === 'bytes',
      ...(unit === 'bytes' && { interval: binaryStep(lines) }),
      axisLabel: { formatter: (value: number) => inUnit(unit, value) },
    },
    series: [...lines.map((line, place) => seriesOf(line, place === 0 ? limit : undefined)), ...(forecast ? [ahead(forecast)] : [])],
  };
}

/** Ticks at 16, 24, 32 MiB and not at 15.3 MiB: a power of two that leaves four to eight of them. */
function binaryStep(lines: readonly ChartLine[]): number {
  const values = lines.flatMap(({ points }) => points.map(([, value]) => value));
  const [least, most] = [Math.min(...values), Math.max(...values)];
  // Near a level, a tick at it and one on either side.
  const span = Math.max(most - least, most / 16, 1);
  return 2 ** Math.ceil(Math.log2(span / 6));
}

/** A share is shown against the whole of it, unless all of it lies near the floor: then nothing would be seen. */
function topOf(lines: readonly ChartLine[], limit: Chart['limit']): number | undefined {
  const most = Math.max(0, ...lines.flatMap(({ points }) => points.map(([, value]) => value)));
  return most > 20 || (limit?.value ?? 0) > 20 ? 100 : undefined;
}

function dayOrHour(lines: readonly ChartLine[]): string {
  const times = lines.flatMap(({ points }) => points.map(([at]) => at));
  const span = Math.max(...times) - Math.min(...times);
  return span > 2 * 86_400_000 ? '{d} {MMM}' : '{HH}:{mm}';
}

function seriesOf({ name, points }: ChartLine, limit: Chart['limit']) {
  return {
    type: 'line',
    name,
    data: points,
    showSymbol: points.length < 3,
    lineStyle: { width: 2.5 },
    ...(limit && {
      markLine: {
        symbol: 'none',
        data: [{ yAxis: limit.value }],
        lineStyle: { color: limitColour, type: 'solid', width: 1.5 },
        label: { formatter: limit.name, position: 'insideEndTop', color: limitColour, fontFamily: 'DejaVu Sans' },
      },
    }),
  };
}

function ahead({ name, points }: ChartLine) {
  return { type: 'line', name, data: points, showSymbol: false, lineStyle: { width: 2, type: 'dashed', color: colours[0] } };
}
