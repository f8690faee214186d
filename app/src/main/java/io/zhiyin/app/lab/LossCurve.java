package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Messages;
import java.util.Locale;

/** A learning curve as a drawing of its own (SVG): the loss of each pass, from 0 up, and in words for who cannot see it. */
final class LossCurve {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int TOP = 50;
    private static final int BOTTOM = 50;

    private LossCurve() {}

    /**
     * @param title plain text
     * @param losses at least one, finite, at least 0
     */
    static String svg(String title, float[] losses, Lang lang) {
        double highest = 0;
        for (float loss : losses) {
            highest = Math.max(highest, loss);
        }
        String described =
                Messages.text(lang, "lab.curve.described", losses.length, losses[0], losses[losses.length - 1]);
        int bottom = HEIGHT - BOTTOM;
        int right = WIDTH - RIGHT;
        StringBuilder svg = new StringBuilder();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " font-family=\"sans-serif\" font-size=\"13\">\n",
                WIDTH,
                HEIGHT,
                WIDTH,
                HEIGHT));
        svg.append("<title>").append(escaped(title)).append("</title>\n");
        svg.append("<desc>").append(escaped(described)).append("</desc>\n");
        svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
        text(svg, LEFT, 25, "start", title);
        svg.append(String.format(
                Locale.ROOT, "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"#888\"/>\n", LEFT, TOP, bottom, right));
        text(svg, LEFT - 6, TOP + 5, "end", number(highest));
        text(svg, LEFT - 6, bottom + 5, "end", "0");
        text(svg, LEFT, bottom + 20, "middle", "1");
        text(svg, right, bottom + 20, "end", String.valueOf(losses.length));
        text(svg, (LEFT + right) / 2, bottom + 36, "middle", Messages.text(lang, "lab.curve.pass"));
        text(svg, LEFT, TOP - 8, "middle", Messages.text(lang, "lab.curve.loss"));
        svg.append("<polyline fill=\"none\" stroke=\"#2457a6\" stroke-width=\"2\" points=\"");
        for (int pass = 0; pass < losses.length; pass++) {
            double x = LEFT + (double) (right - LEFT) * pass / Math.max(1, losses.length - 1);
            double y = bottom - (highest == 0 ? 0 : (bottom - TOP) * losses[pass] / highest);
            svg.append(String.format(Locale.ROOT, "%s%.1f,%.1f", pass == 0 ? "" : " ", x, y));
        }
        return svg.append("\"/>\n</svg>\n").toString();
    }

    private static void text(StringBuilder svg, int x, int y, String anchor, String words) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"#333\">%s</text>\n",
                x,
                y,
                anchor,
                escaped(words)));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
