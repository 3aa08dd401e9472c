// The last minute, paid and free per second, as bars that move to the left under a fixed axis.
import { BarChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { number, type Second } from "./figures";

use([BarChart, CanvasRenderer, GridComponent, TooltipComponent]);

const FRAME_MS = 300;
const short = new Intl.NumberFormat("en", { notation: "compact" });

interface Point {
  seriesName: string;
  value: [number, number];
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function ago(x: number): string {
  return x === 0 ? "now" : `${-x} s ago`;
}

function look(calm: boolean) {
  const style = getComputedStyle(document.body);
  const words = { color: token("muted"), fontFamily: style.fontFamily, fontSize: 13 };
  return {
    animation: !calm,
    // A new bar would grow in two parts that meet only at the end.
    animationDuration: 0,
    animationDurationUpdate: FRAME_MS,
    animationEasingUpdate: "linear" as const,
    grid: { left: 0, right: 0, top: 8, bottom: 24, outerBoundsMode: "same" as const },
    xAxis: {
      type: "value" as const,
      min: -59.5,
      max: 0.5,
      axisLine: { lineStyle: { color: token("line-strong") } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { ...words, customValues: [-45, -30, -15, 0], formatter: ago },
    },
    yAxis: {
      type: "value" as const,
      minInterval: 1,
      splitNumber: 3,
      splitLine: { lineStyle: { color: token("line") } },
      axisLabel: { ...words, formatter: (value: number) => short.format(value) },
    },
    tooltip: {
      trigger: "axis" as const,
      // Drawn on the canvas: a tooltip of HTML would need inline styles, which our policy forbids.
      renderMode: "richText" as const,
      backgroundColor: token("surface"),
      borderColor: token("line-strong"),
      textStyle: { ...words, color: token("ink") },
      axisPointer: { type: "line" as const, lineStyle: { color: token("line-strong") } },
      formatter: (points: unknown) => tip(points as Point[]),
    },
  };
}

function tip(points: Point[]): string {
  const lines = points.map((point) => `${point.seriesName} ${number(BigInt(point.value[1]))}`);
  return [ago(points[0]?.value[0] ?? 0), ...lines].join("\n");
}

function bars(name: string, kind: "paid" | "free", seconds: Second[]) {
  return {
    name,
    type: "bar" as const,
    stack: "engagements",
    barCategoryGap: "22%",
    itemStyle: { color: token(kind) },
    emphasis: { disabled: true },
    // Named by its second, a bar is known again one place further left, and glides there.
    data: seconds.map((second, index) => ({ name: String(second.at_ms), value: [index - seconds.length + 1, second[kind]] })),
  };
}

export function chartIn(element: HTMLElement): (seconds: Second[]) => void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chart = init(element, undefined, { renderer: "canvas" });
  let shown: Second[] = [];
  const draw = (): void => chart.setOption({ series: [bars("Paid", "paid", shown), bars("Free", "free", shown)] });
  const dress = (): void => {
    chart.setOption(look(calm.matches));
    draw();
  };
  dress();
  calm.addEventListener("change", dress);
  dark.addEventListener("change", dress);
  new ResizeObserver(() => chart.resize()).observe(element);
  return (seconds) => {
    shown = seconds;
    draw();
  };
}
