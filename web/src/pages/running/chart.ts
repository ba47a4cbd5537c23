/** Draws bars and lines with echarts, in the page's colours. Loaded lazily. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

export interface Series {
  name: string;
  values: number[];
  kind: 'bar' | 'line';
  colour: string;
}

/** Returns what takes the chart away. Its hints are drawn too: the page allows no inline style. */
export function drawChart(element: HTMLElement, names: string[], series: Series[]): () => void {
  const styles = getComputedStyle(document.documentElement);
  const colour = (name: string) => styles.getPropertyValue(name).trim();
  const { fontFamily } = getComputedStyle(document.body);
  const text = { color: colour('--muted'), fontFamily };
  const chart = init(element);
  chart.setOption({
    animation: false,
    textStyle: text,
    grid: { left: 36, right: 12, top: 36, bottom: 28 },
    legend: { top: 0, textStyle: text, inactiveColor: colour('--line-strong') },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      backgroundColor: colour('--card'),
      borderColor: colour('--line-strong'),
      textStyle: { color: colour('--text') },
    },
    xAxis: { type: 'category', data: names, axisLabel: text, axisLine: { lineStyle: { color: colour('--line-strong') } } },
    yAxis: { type: 'value', minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: colour('--line') } } },
    series: series.map((one) => ({
      name: one.name,
      type: one.kind,
      data: one.values,
      symbolSize: 7,
      itemStyle: { color: colour(one.colour) },
      lineStyle: { color: colour(one.colour), width: 2, type: 'dashed' as const },
      barMaxWidth: 22,
    })),
  });
  const watch = new ResizeObserver(() => chart.resize());
  watch.observe(element);
  return () => {
    watch.disconnect();
    chart.dispose();
  };
}
