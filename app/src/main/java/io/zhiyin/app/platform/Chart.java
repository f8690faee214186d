package io.zhiyin.app.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * A chart as the templates {@code platform/lines.jte} and {@code platform/columns.jte} draw it: values in, positions out.
 * Positions are percentages of the drawing, because it is as wide as its card and as high as the style sheet says; lines
 * are paths in a box of 1,000 by 1,000 that is stretched over it. The same values are shown as a table below it.
 *
 * @param summary one sentence that says what the chart shows
 * @param heading what the labels are, e.g. hour
 * @param labels one for each place along the x axis
 * @param series drawn in reverse order, so that the first lies on top
 * @param text how values are written
 */
public record Chart(String summary, String heading, List<String> labels, List<Series> series, Text text) {
    private static final double LEFT = 7;
    private static final double RIGHT = 98;
    private static final double TOP = 8;
    private static final double BOTTOM = 88;
    private static final int TICKS_MAX = 5;
    private static final int LABELS_MAX = 8;

    /** What a series means decides its look. */
    public enum Style {
        NOW,
        BEFORE;

        /** Its class in the style sheet. */
        public String css() {
            return switch (this) {
                case NOW -> "now";
                case BEFORE -> "was";
            };
        }
    }

    /**
     * One line or one row of columns.
     *
     * @param values from the first label on; fewer than labels where the rest has not happened yet
     * @param isLastPartial whether the last value's period is not over; it is dashed
     */
    public record Series(String name, Style style, List<Double> values, boolean isLastPartial) {}

    /** How values are written at the axis and in the table. */
    public record Text(DoubleFunction<String> mark, DoubleFunction<String> cell) {}

    /** A mark of an axis: where, and what it says. */
    public record Tick(String at, String text) {}

    /** A column of the chart: its place and size in percent, and what the pointer learns there. */
    public record Column(String left, String width, String top, String height, String title) {}

    /** The last point of a line. */
    public record Dot(String x, String y) {}

    private record Scale(double low, double high, double step) {
        double y(double value) {
            return high == low ? BOTTOM : BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP);
        }
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return series.stream().allMatch(s -> s.values().isEmpty());
    }

    /** Round numbers from the lowest to the highest value, zero among them. */
    public List<Tick> yTicks() {
        Scale scale = scale();
        List<Tick> ticks = new ArrayList<>();
        int steps = (int) Math.round((scale.high() - scale.low()) / scale.step());
        for (int i = 0; i <= steps; i++) {
            double value = scale.low() + i * scale.step();
            ticks.add(new Tick(percent(scale.y(value)), text.mark().apply(value)));
        }
        return ticks;
    }

    /** Where zero lies. */
    public String zero() {
        return percent(scale().y(0));
    }

    /** At most eight labels of the x axis, evenly spread. */
    public List<Tick> xTicks() {
        int every = Math.ceilDiv(labels.size(), LABELS_MAX);
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < labels.size(); i += Math.max(1, every)) {
            ticks.add(new Tick(percent(x(i)), labels.get(i)));
        }
        return ticks;
    }

    /** The same for columns, whose labels stand under their middles. */
    public List<Tick> columnTicks() {
        int every = Math.max(1, Math.ceilDiv(labels.size(), LABELS_MAX));
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; i < labels.size(); i += every) {
            ticks.add(new Tick(percent(LEFT + (i + 0.5) * slot()), labels.get(i)));
        }
        return ticks;
    }

    /** The path through the periods that are over. */
    public String path(Series of) {
        int points = of.values().size() - (of.isLastPartial() ? 1 : 0);
        return path(of, 0, points);
    }

    /** The path into the period that is not over, where there is one. */
    public Optional<String> partialPath(Series of) {
        int points = of.values().size();
        return of.isLastPartial() && points >= 2 ? Optional.of(path(of, points - 2, points)) : Optional.empty();
    }

    /** Where a line ends. */
    public Optional<Dot> dot(Series of) {
        int last = of.values().size() - 1;
        return last < 0
                ? Optional.empty()
                : Optional.of(
                        new Dot(percent(x(last)), percent(scale().y(of.values().get(last)))));
    }

    /** The columns of the first series. */
    public List<Column> columns() {
        Scale scale = scale();
        List<Double> values = series.getFirst().values();
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            double top = scale.y(Math.max(0, values.get(i)));
            double bottom = scale.y(Math.min(0, values.get(i)));
            columns.add(new Column(
                    percent(LEFT + (i + 0.15) * slot()),
                    percent(0.7 * slot()),
                    percent(top),
                    percent(bottom - top),
                    told(i)));
        }
        return columns;
    }

    /** For each label of lines the area in which the pointer learns its values. */
    public List<Column> areas() {
        double width = labels.size() < 2 ? RIGHT - LEFT : (RIGHT - LEFT) / (labels.size() - 1);
        List<Column> areas = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            areas.add(new Column(percent(x(i) - width / 2), percent(width), "0%", percent(BOTTOM), told(i)));
        }
        return areas;
    }

    /** A value in the table; a dash where it has not happened yet. */
    public String cell(Series of, int label) {
        return label < of.values().size() ? text.cell().apply(of.values().get(label)) : Format.NONE;
    }

    private String told(int label) {
        StringBuilder told = new StringBuilder(labels.get(label));
        for (Series one : series) {
            if (label < one.values().size()) {
                told.append(" · ").append(one.name()).append(' ').append(cell(one, label));
            }
        }
        return told.toString();
    }

    private String path(Series of, int from, int to) {
        Scale scale = scale();
        StringBuilder path = new StringBuilder();
        for (int i = from; i < to; i++) {
            path.append(i == from ? "M" : " L")
                    .append(number(x(i) * 10))
                    .append(' ')
                    .append(number(scale.y(of.values().get(i)) * 10));
        }
        return path.toString();
    }

    private double x(int label) {
        return labels.size() < 2 ? (LEFT + RIGHT) / 2 : LEFT + label * (RIGHT - LEFT) / (labels.size() - 1);
    }

    private double slot() {
        return labels.isEmpty() ? 0 : (RIGHT - LEFT) / labels.size();
    }

    /** The smallest of 1, 2, 2.5, 5 times a power of ten that needs no more than five steps. */
    private Scale scale() {
        double low = 0;
        double high = 0;
        for (Series one : series) {
            for (double value : one.values()) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (high == low) {
            return new Scale(0, 1, 1);
        }
        double power = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS_MAX)));
        for (double factor : new double[] {1, 2, 2.5, 5, 10, 20}) {
            double step = factor * power;
            double from = Math.floor(low / step + 1e-9) * step;
            double to = Math.ceil(high / step - 1e-9) * step;
            if (to - from <= step * (TICKS_MAX + 1e-9)) {
                return new Scale(from, to, step);
            }
        }
        return new Scale(low, high, high - low);
    }

    /** A line of values for a card: a path in a box of 100 by 28, its last step dashed where it is not over. */
    public static Spark spark(List<Double> values, boolean isLastPartial) {
        double low = values.stream().mapToDouble(v -> v).min().orElse(0);
        double high = values.stream().mapToDouble(v -> v).max().orElse(0);
        List<String> points = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            double x = values.size() < 2 ? 50 : 100.0 * i / (values.size() - 1);
            double y = high == low ? 24 : 26 - (values.get(i) - low) / (high - low) * 24;
            points.add(number(x) + " " + number(y));
        }
        int whole = points.size() - (isLastPartial ? 1 : 0);
        String solid = "M" + String.join(" L", points.subList(0, Math.max(0, whole)));
        String dashed = isLastPartial && points.size() >= 2
                ? "M" + String.join(" L", points.subList(points.size() - 2, points.size()))
                : "";
        return new Spark(whole < 2 ? "" : solid, dashed);
    }

    /** Two paths; empty where there is nothing to draw. */
    public record Spark(String path, String partialPath) {}

    private static String percent(double value) {
        return number(value) + "%";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
