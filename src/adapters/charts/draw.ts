import { createRequire } from 'node:module';
import type { Chart } from '../../core/chart.ts';
import { optionsOf, size } from './options.ts';

/** Twice the size in points, so that it is sharp on a phone. */
const scale = 2;

const font = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

/** Draws a chart as a PNG of 1600 × 800. The libraries take half a second to load, so they are loaded when the first one is wanted. */
export async function drawChart(chart: Chart): Promise<Uint8Array> {
  const [svg, { Resvg }] = await Promise.all([svgOf(chart), import('@resvg/resvg-js')]);
  // A bare container has no fonts, and text without one vanishes without an error.
  const fonts = { loadSystemFonts: false, fontFiles: [font], defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font: fonts, fitTo: { mode: 'zoom', value: scale } }).render().asPng();
}

/** The same before it is made of dots. */
export async function svgOf(chart: Chart): Promise<string> {
  const [{ init, use }, { LineChart }, components, { SVGRenderer }] = await Promise.all([
    import('echarts/core'),
    import('echarts/charts'),
    import('echarts/components'),
    import('echarts/renderers'),
  ]);
  const { GridComponent, LegendComponent, MarkLineComponent, TitleComponent } = components;
  use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer]);
  const picture = init(null, null, { renderer: 'svg', ssr: true, ...size });
  try {
    picture.setOption(optionsOf(chart));
    return picture.renderToSVGString();
  } finally {
    picture.dispose();
  }
}
