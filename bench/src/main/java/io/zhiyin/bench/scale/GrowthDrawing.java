package io.zhiyin.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;

/** Seconds and memory by people, both axes logarithmic, so that linear growth is a line of slope 1. */
final class GrowthDrawing {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 400;
    private static final int LEFT = 70;
    private static final int TOP = 50;
    private static final int PLOT_WIDTH = 530;
    private static final int PLOT_HEIGHT = 290;
    private static final double PEOPLE_MIN = 5e4;
    private static final double PEOPLE_MAX = 5e6;
    private static final double FIGURE_MIN = .1;
    private static final double FIGURE_MAX = 1e4;

    private GrowthDrawing() {}

    static String svg(List<JsonNode> sizes) {
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"13\">%n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        svg.append(
                "<title>Seconds and memory by people</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        svg.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>%n",
                LEFT,
                TOP,
                TOP + PLOT_HEIGHT,
                LEFT + PLOT_WIDTH));
        for (double people : new double[] {1e5, 1e6}) {
            text(svg, x(people), TOP + PLOT_HEIGHT + 20, "middle", String.format(Locale.ROOT, "%,.0f", people));
        }
        for (double figure : new double[] {.1, 1, 10, 100, 1000, 10_000}) {
            text(svg, LEFT - 8, y(figure) + 4, "end", String.format(Locale.ROOT, "%,.4g", figure));
        }
        text(svg, LEFT + PLOT_WIDTH / 2.0, HEIGHT - 15, "middle", "people");
        series(svg, sizes, "wholeSeconds", "#2457a6", "seconds");
        series(svg, sizes, "wholeCpuSeconds", "#a65f24", "CPU seconds");
        series(svg, sizes, "peakRssGb", "#2a7d4f", "peak RSS, GB");
        return svg.append("</svg>\n").toString();
    }

    private static double x(double people) {
        return LEFT + PLOT_WIDTH * Math.log(people / PEOPLE_MIN) / Math.log(PEOPLE_MAX / PEOPLE_MIN);
    }

    private static double y(double figure) {
        return TOP + PLOT_HEIGHT * (1 - Math.log(figure / FIGURE_MIN) / Math.log(FIGURE_MAX / FIGURE_MIN));
    }

    private static void series(StringBuilder svg, List<JsonNode> sizes, String figure, String colour, String name) {
        StringBuilder points = new StringBuilder();
        double right = 0;
        double last = 0;
        for (JsonNode size : sizes) {
            right = x(size.path("result").path("users").asDouble());
            last = y(size.path("result").path(figure).asDouble());
            points.append(String.format(Locale.ROOT, "%.1f,%.1f ", right, last));
            svg.append(String.format(
                    Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>%n", right, last, colour));
        }
        svg.append(String.format(
                Locale.ROOT,
                "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n",
                colour,
                points.toString().strip()));
        text(svg, right, last - 8, "end", name + String.format(Locale.ROOT, " ~ people^%.2f", exponent(sizes, figure)));
    }

    private static double exponent(List<JsonNode> sizes, String figure) {
        return sizes.size() < 2 ? Double.NaN : ScalePage.exponent(sizes, figure);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"#333\">%s</text>%n",
                x,
                y,
                anchor,
                words));
    }
}
