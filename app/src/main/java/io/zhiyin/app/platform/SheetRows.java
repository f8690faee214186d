package io.zhiyin.app.platform;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The rows of one sheet as texts, in the order of the file: shared and inline texts, a formula's last result, numbers
 * without exponent and with no more digits than they have ("id 20230001" stays so, and 19.899999999999999 is 19.9 as on
 * the screen), dates as {@code 2026-11-20 08:05:00}. An error such as {@code #N/A} is an empty cell. Rows without any
 * text are skipped.
 *
 * <p>Cost: one pass; a row in memory.
 */
final class SheetRows implements Table.Source {
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,40}");
    private static final Pattern ESCAPE = Pattern.compile("_x([0-9A-Fa-f]{4})_");

    /** What stands in a format without meaning a part of a date: quoted, escaped, coloured, conditional. */
    private static final Pattern NO_DATE = Pattern.compile("\"[^\"]*\"|\\\\.|_.|\\*.|\\[[^\\]]*\\]");

    private static final Pattern ELAPSED = Pattern.compile("(?i)\\[(h+|m+|s+)\\]");
    private static final Pattern DATE_PART = Pattern.compile("(?i)[ymdhs]");
    private static final BigDecimal DAYS_END = new BigDecimal(2_958_466);
    private static final BigDecimal SECONDS_PER_DAY = new BigDecimal(86_400);

    private static final int TEXT_CHARS_MAX = 1 << 20;

    private final Workbook workbook;
    private final XMLStreamReader xml;
    private long line;

    SheetRows(Workbook workbook, XMLStreamReader xml) {
        this.workbook = workbook;
        this.xml = xml;
    }

    @Override
    public Optional<Table.Row> next() {
        try {
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamReader.START_ELEMENT && Workbook.is(xml, "row")) {
                    String number = Workbook.attribute(xml, "r");
                    line = number.isEmpty() ? line + 1 : number(number);
                    List<String> cells = cells();
                    if (cells.stream().anyMatch(cell -> !cell.isBlank())) {
                        return Optional.of(new Table.Row(line, cells));
                    }
                } else if (event == XMLStreamReader.END_ELEMENT && Workbook.is(xml, "sheetData")) {
                    return Optional.empty();
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            throw Workbook.illegal("row " + (line + 1), e);
        }
    }

    /** Spreadsheets leave out the empty cells at the end of a row. */
    @Override
    public boolean isRagged() {
        return true;
    }

    @Override
    public void close() {
        try {
            xml.close();
            workbook.close();
        } catch (XMLStreamException | java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> cells() throws XMLStreamException {
        List<String> cells = new ArrayList<>();
        while (true) {
            int event = xml.next();
            if (event == XMLStreamReader.END_ELEMENT && Workbook.is(xml, "row")) {
                return cells;
            }
            if (event == XMLStreamReader.START_ELEMENT && Workbook.is(xml, "c")) {
                int at = column(Workbook.attribute(xml, "r"), cells.size());
                if (at >= Table.COLUMNS_MAX) {
                    throw Problem.of(400, "columns_too_many", line, Table.COLUMNS_MAX);
                }
                String cell = cell();
                while (cells.size() <= at) {
                    cells.add("");
                }
                cells.set(at, cell);
            }
        }
    }

    /** {@code "AB12"} → 27; the next one where a cell does not say where it stands. */
    private static int column(String reference, int next) {
        int column = 0;
        int length = 0;
        while (length < reference.length() && reference.charAt(length) >= 'A' && reference.charAt(length) <= 'Z') {
            if (length == 4) {
                return Table.COLUMNS_MAX;
            }
            column = column * 26 + reference.charAt(length++) - 'A' + 1;
        }
        return length == 0 ? next : column - 1;
    }

    private String cell() throws XMLStreamException {
        String type = Workbook.attribute(xml, "t");
        String style = Workbook.attribute(xml, "s");
        StringBuilder value = new StringBuilder();
        while (true) {
            int event = xml.next();
            if (event == XMLStreamReader.END_ELEMENT && Workbook.is(xml, "c")) {
                break;
            }
            if (event == XMLStreamReader.START_ELEMENT && (Workbook.is(xml, "v") || Workbook.is(xml, "t"))) {
                addText(xml, value);
            }
        }
        if (value.isEmpty()) {
            return "";
        }
        return switch (type) {
            case "s" -> workbook.text(number(value.toString()));
            case "str", "inlineStr", "d" -> unescaped(value.toString());
            case "b" -> Workbook.isTrue(value.toString()) ? "true" : "false";
            case "e" -> "";
            default -> numeric(value.toString().strip(), style.isEmpty() ? "" : workbook.format(number(style)));
        };
    }

    /** The text of the element that begins here. */
    static void addText(XMLStreamReader xml, StringBuilder text) throws XMLStreamException {
        for (int event = xml.next(); event != XMLStreamReader.END_ELEMENT; event = xml.next()) {
            if (event == XMLStreamReader.CHARACTERS
                    || event == XMLStreamReader.CDATA
                    || event == XMLStreamReader.SPACE) {
                text.append(xml.getText());
                if (text.length() > TEXT_CHARS_MAX) {
                    throw Problem.of(400, "workbook_text_too_long", "", TEXT_CHARS_MAX);
                }
            } else if (event == XMLStreamReader.START_ELEMENT) {
                throw Workbook.illegal(xml.getLocalName());
            }
        }
    }

    /** {@code _x000D_} is how a carriage return stands in XML that has none. */
    static String unescaped(String text) {
        return text.contains("_x")
                ? ESCAPE.matcher(text)
                        .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                                String.valueOf((char) Integer.parseInt(found.group(1), 16))))
                : text;
    }

    private int number(String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw Workbook.illegal("row " + line + ": " + text);
        }
    }

    private String numeric(String value, String format) {
        if (format.isEmpty() && WHOLE.matcher(value).matches()) {
            return value;
        }
        BigDecimal number;
        try {
            double rounded = Double.parseDouble(value);
            number = WHOLE.matcher(value).matches() ? new BigDecimal(value) : BigDecimal.valueOf(rounded);
        } catch (NumberFormatException e) {
            throw Workbook.illegal("row " + line + ": " + value);
        }
        if (isDate(format) && number.signum() >= 0 && number.compareTo(DAYS_END) < 0) {
            return date(number);
        }
        if (number.scale() < -400 || number.scale() > 400) {
            throw Workbook.illegal("row " + line + ": " + value);
        }
        String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        boolean isPadded = format.length() > 1 && format.chars().allMatch(c -> c == '0');
        return isPadded && number.signum() >= 0 && plain.indexOf('.') < 0
                ? "0".repeat(Math.max(0, format.length() - plain.length())) + plain
                : plain;
    }

    /** Days since the end of 1899, to the second; before March 1900 one less, for a 29 February that never was. */
    private String date(BigDecimal days) {
        long seconds =
                days.multiply(SECONDS_PER_DAY).setScale(0, RoundingMode.HALF_UP).longValueExact();
        long day = seconds / 86_400;
        LocalDate start = workbook.isFrom1904()
                ? LocalDate.of(1904, 1, 1)
                : day < 61 ? LocalDate.of(1899, 12, 31) : LocalDate.of(1899, 12, 30);
        LocalDateTime at = start.plusDays(day).atStartOfDay().plusSeconds(seconds % 86_400);
        String clock = "%02d:%02d:%02d".formatted(at.getHour(), at.getMinute(), at.getSecond());
        if (day == 0) {
            return clock;
        }
        return seconds % 86_400 == 0 ? at.toLocalDate().toString() : at.toLocalDate() + " " + clock;
    }

    /** Whether a format shows a date or a time of day; hours that were counted up are numbers. */
    static boolean isDate(String format) {
        if (format.isEmpty()
                || format.equalsIgnoreCase("general")
                || ELAPSED.matcher(format).find()) {
            return false;
        }
        return DATE_PART.matcher(NO_DATE.matcher(format).replaceAll("")).find();
    }

    /** ECMA-376, Part 1, §18.8.30: the numbers that stand for dates and times, in every language; none for the others. */
    static String builtInFormat(String id) {
        return switch (id) {
            case "14",
                    "15",
                    "16",
                    "17",
                    "22",
                    "27",
                    "28",
                    "29",
                    "30",
                    "31",
                    "36",
                    "50",
                    "51",
                    "52",
                    "53",
                    "54",
                    "57",
                    "58" -> "yyyy-mm-dd";
            case "18", "19", "20", "21", "32", "33", "34", "35", "45", "47", "55", "56" -> "hh:mm:ss";
            default -> "";
        };
    }
}
