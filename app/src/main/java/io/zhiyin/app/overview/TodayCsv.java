package io.zhiyin.app.overview;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.zhiyin.app.overview.TodayView.ItemRow;
import io.zhiyin.app.platform.Page;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The day's items for a spreadsheet: UTF-8 with the mark by which Excel knows it. */
final class TodayCsv {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** What a spreadsheet may take for the beginning of a formula. */
    private static final String FORMULA_STARTS = "=+-@\t\r";

    private TodayCsv() {}

    static byte[] of(Page page, List<ItemRow> rows) {
        StringWriter text = new StringWriter();
        text.write(BYTE_ORDER_MARK);
        try (CsvWriter csv =
                CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(text)) {
            csv.writeRecord(
                    page.text("overview.today.column.id"),
                    page.text("overview.today.column.item"),
                    page.text("overview.today.column.kind"),
                    page.text("overview.today.column.views"),
                    page.text("overview.today.column.carts"),
                    page.text("overview.today.column.purchases"),
                    page.text("overview.today.column.refunds"),
                    page.text("overview.today.column.net") + " ("
                            + page.format().currency() + ")");
            for (ItemRow row : rows) {
                csv.writeRecord(
                        guarded(row.id()),
                        guarded(row.title()),
                        row.kind().isEmpty() ? "" : guarded(page.kind(row.kind())),
                        Long.toString(row.views()),
                        Long.toString(row.carts()),
                        Long.toString(row.purchases()),
                        Long.toString(row.refunds()),
                        page.format().moneyPlain(row.netMinor()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A text that came from outside never begins a formula. */
    static String guarded(String text) {
        return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
