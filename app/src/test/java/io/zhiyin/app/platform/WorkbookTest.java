package io.zhiyin.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookTest {
    private static final String STYLES = """
            <styleSheet><numFmts>
            <numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
            <numFmt numFmtId="165" formatCode="00000"/><numFmt numFmtId="166" formatCode="[h]:mm"/>
            <numFmt numFmtId="167" formatCode="[Red]&quot;y&quot;0.00"/>
            </numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="22"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/>
            <xf numFmtId="167"/><xf numFmtId="21"/></cellXfs></styleSheet>
            """;

    @TempDir
    private Path folder;

    @Test
    void numbersAreReadAsThePersonSawThem() throws IOException {
        String cells = """
                <c><v>20230001</v></c><c><v>123456789012345678901</v></c><c><v>19.899999999999999</v></c>
                <c><v>1.0000000000000001E-2</v></c><c><v>1.2E+3</v></c><c s="3"><v>42</v></c><c s="5"><v>3.5</v></c>
                <c><v>-0</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c s="4"><v>1.5</v></c>
                """;
        assertThat(cells(cells))
                .containsExactly(
                        "20230001",
                        "123456789012345678901",
                        "19.9",
                        "0.01",
                        "1200",
                        "00042",
                        "3.5",
                        "-0",
                        "true",
                        "",
                        "1.5");
    }

    @Test
    void datesAreReadByTheFormatOfTheirCell() throws IOException {
        String cells = "<c s=\"1\"><v>46346.336805555555</v></c><c s=\"2\"><v>46346</v></c><c s=\"2\"><v>59</v></c>"
                + "<c s=\"2\"><v>61</v></c><c s=\"6\"><v>0.5</v></c><c t=\"d\"><v>2026-11-20T08:05:00</v></c>";

        assertThat(cells(cells))
                .containsExactly(
                        "2026-11-20 08:05:00",
                        "2026-11-20",
                        "1900-02-28",
                        "1900-03-01",
                        "12:00:00",
                        "2026-11-20T08:05:00");
    }

    @Test
    void daysOfAnOldMacAreCountedFrom1904() throws IOException {
        Path file = Sheets.of("<row><c s=\"2\"><v>44884</v></c></row>")
                .part("xl/styles.xml", STYLES)
                .part(
                        "xl/workbook.xml",
                        "<workbook><workbookPr date1904=\"1\"/><sheets><sheet name=\"s\" id=\"rId1\"/></sheets></workbook>")
                .write(folder.resolve("mac.xlsx"));

        assertThat(all(file, "").getFirst().cells()).containsExactly("2026-11-20");
    }

    @Test
    void sharedAndRichTextsFormulasAndGapsAreRead() throws IOException {
        String rows = "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c><c r=\"C3\" t=\"s\"><v>1</v></c>"
                + "<c r=\"D3\" t=\"str\"><f>CONCAT(A3)</f><v>课_x000D_程</v></c><c r=\"E3\"><f>1+1</f><v>2</v></c></row>"
                + "<row r=\"4\"/><row r=\"7\"><c r=\"B7\" t=\"inlineStr\"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>";
        Path file = Sheets.of(rows)
                .part(
                        "xl/sharedStrings.xml",
                        "<sst><si><t xml:space=\"preserve\"> 用户 ID </t></si>"
                                + "<si><r><t>微</t></r><r><t>积分 &amp; x</t></r><rPh sb=\"0\"><t>wei</t></rPh></si></sst>")
                .write(folder.resolve("shared.xlsx"));

        assertThat(all(file, ""))
                .containsExactly(
                        new Table.Row(3, List.of(" 用户 ID ", "", "微积分 & x", "课\r程", "2")),
                        new Table.Row(7, List.of("", "ab")));
    }

    @Test
    void aSheetIsChosenByItsName() throws IOException {
        Map<String, String> sheets = new LinkedHashMap<>();
        sheets.put("说明", Sheets.rows("first"));
        sheets.put("课程", Sheets.rows("second"));
        Path file = Sheets.of(sheets).write(folder.resolve("two.xlsx"));

        assertThat(all(file, "").getFirst().cells()).containsExactly("first");
        assertThat(all(file, "课程").getFirst().cells()).containsExactly("second");
        assertThatThrownBy(() -> all(file, "课"))
                .hasMessageContaining("sheet_unknown")
                .hasMessageContaining("说明, 课程");
    }

    @Test
    void aSheetMayHaveManyAmpersandsButNotInflateAHundredfold() throws IOException {
        String text = "&amp;".repeat(30_000);
        Path file = Sheets.of(Sheets.rows(text).repeat(40)).write(folder.resolve("amp.xlsx"));
        // Repeated texts deflate too well for the guard: parts below 4 MiB or honest ratios pass.
        assertThatThrownBy(() -> all(file, "")).hasMessageContaining("workbook_inflates_too_far");
        Path plain = Sheets.of(Sheets.rows(text).repeat(25)).write(folder.resolve("amp2.xlsx"));
        assertThat(all(plain, ""))
                .hasSize(25)
                .allMatch(row -> row.cells().getFirst().length() == 30_000);
    }

    @Test
    void aDocumentTypeIsRefusedInWhateverPartItStands() throws IOException {
        String dtd = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        String lol = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>";
        for (String part :
                List.of("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml")) {
            for (String type : List.of(dtd, lol)) {
                Path file = Sheets.of("")
                        .part(
                                part,
                                type + "<worksheet><sheetData><row><c><v>&e;&b;</v></c></row></sheetData></worksheet>")
                        .write(folder.resolve("dtd.xlsx"));
                refuses(file, "workbook_dtd");
            }
        }
        refuses(Sheets.of("<row><c><v>&other;</v></c></row>").write(folder.resolve("entity.xlsx")), "workbook_illegal");
    }

    @Test
    void whatOnlyLooksLikeAWorkbookIsRefusedByItsName() throws IOException {
        refuses(Files.writeString(folder.resolve("text.xlsx"), "person,item\np,a\n"), "workbook_illegal");
        refuses(Files.writeString(folder.resolve("empty.xlsx"), ""), "workbook_illegal");
        refuses(Files.writeString(folder.resolve("half.xlsx"), "PK\u0003\u0004abc"), "workbook_illegal");
        byte[] whole = Files.readAllBytes(Sheets.of(Sheets.rows("a,b")).write(folder.resolve("whole.xlsx")));
        for (int length = 0; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);
            refuses(Files.write(folder.resolve("cut.xlsx"), cut), "workbook_illegal");
        }
        byte[] old = new byte[2_000];
        System.arraycopy(new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0}, 0, old, 0, 4);
        refuses(Files.write(folder.resolve("old.xlsx"), old), "workbook_old");
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, old, 1_000, name.length);
        refuses(Files.write(folder.resolve("encrypted.xlsx"), old), "workbook_encrypted");
        Path zip = folder.resolve("other.xlsx");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("word/document.xml"));
        }
        refuses(zip, "workbook_illegal");
    }

    @Test
    void aBombIsRefusedBeforeItInflates() throws IOException {
        Path file = folder.resolve("bomb.xlsx");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 200; i++) {
                zip.write(zeros);
            }
        }
        refuses(file, "workbook_inflates_too_far");
    }

    @Test
    void aBombThatLiesAboutItsSizeIsRefusedToo() throws IOException {
        Path file = Sheets.of(Sheets.rows("a".repeat(300_000))).write(folder.resolve("liar.xlsx"));
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int entry = text.indexOf("xl/worksheets/sheet1.xml", text.indexOf("PK\u0001\u0002"));
        // The size in the list of parts stands 22 bytes before the name; 64 bytes are claimed.
        System.arraycopy(new byte[] {64, 0, 0, 0}, 0, bytes, entry - 22, 4);
        refuses(Files.write(file, bytes), "workbook_inflates_too_far");
    }

    @Test
    void moreColumnsThanASheetCanHaveAreRefused() throws IOException {
        refuses(
                Sheets.of("<row><c r=\"ZZZZZZ1\"><v>1</v></c></row>").write(folder.resolve("z.xlsx")),
                "columns_too_many");
        refuses(Sheets.of("<row><c r=\"XFE1\"><v>1</v></c></row>").write(folder.resolve("x.xlsx")), "columns_too_many");
        StringBuilder wide = new StringBuilder("<row>");
        for (int i = 0; i < 1_000_000; i++) {
            wide.append("<c><v>").append(i * 7_919L % 1_000_003).append("</v></c>");
        }
        refuses(Sheets.of(wide.append("</row>").toString()).write(folder.resolve("million.xlsx")), "columns_too_many");
    }

    @Test
    void endlessTextsAndDeepElementsAreRefused() throws IOException {
        refuses(
                Sheets.of(Sheets.rows("x".repeat(1_500_000))).write(folder.resolve("long.xlsx")),
                "workbook_text_too_long");
        refuses(
                Sheets.of("<row x=\"" + "y".repeat(1_500_000) + "\"/>").write(folder.resolve("attribute.xlsx")),
                "workbook_text_too_long");
        refuses(
                Sheets.of("<!--" + "<a>".repeat(500_000) + "-->").write(folder.resolve("comment.xlsx")),
                "workbook_text_too_long");
        refuses(Sheets.of("<a>".repeat(100_000)).write(folder.resolve("deep.xlsx")), "workbook_illegal");
    }

    /** 20 MB of XML, read in a process of 24 MB of heap that holds the reader alone. */
    @Test
    void aSheetOf200000RowsIsReadInLittleMemory() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 200_000; i++) {
            rows.append("<row r=\"").append(i + 1).append("\"><c t=\"inlineStr\"><is><t>person-");
            rows.append(i * 31L % 99_991).append("</t></is></c><c><v>").append(i * 7_919L % 1_000_003);
            rows.append("</v></c></row>");
        }
        Path file = Sheets.of(rows.toString()).write(folder.resolve("long.xlsx"));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Counting.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();

        assertThat(new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip())
                .endsWith("200000 rows");
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** What the small process does. */
    static final class Counting {
        private Counting() {}

        public static void main(String[] args) throws IOException {
            long count = 0;
            try (Table table = Table.open(Path.of(args[0]), "")) {
                while (table.next().isPresent()) {
                    count++;
                }
            }
            System.out.println(count + " rows");
        }
    }

    private List<String> cells(String cells) throws IOException {
        Path file = Sheets.of("<row>" + cells + "</row>")
                .part("xl/styles.xml", STYLES)
                .write(folder.resolve("cells.xlsx"));
        return all(file, "").getFirst().cells();
    }

    private static List<Table.Row> all(Path file, String sheet) throws IOException {
        List<Table.Row> rows = new ArrayList<>();
        try (Table table = Table.open(file, sheet)) {
            for (Optional<Table.Row> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private static void refuses(Path file, String code) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> all(file, ""))
                .as(file.getFileName() + " must be refused as " + code)
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo(code));
        assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
    }
}
