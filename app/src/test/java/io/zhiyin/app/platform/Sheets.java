package io.zhiyin.app.platform;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Workbooks written part by part, as no spreadsheet program would. */
public final class Sheets {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

    private final Map<String, byte[]> parts = new LinkedHashMap<>();

    /** A workbook of these sheets; {@code name → rows as XML}. */
    public static Sheets of(Map<String, String> sheets) {
        Sheets all = new Sheets();
        StringBuilder list = new StringBuilder();
        StringBuilder links = new StringBuilder();
        int number = 0;
        for (Map.Entry<String, String> sheet : sheets.entrySet()) {
            number++;
            list.append("<sheet name=\"%s\" sheetId=\"%d\" r:id=\"rId%d\"/>".formatted(sheet.getKey(), number, number));
            links.append("<Relationship Id=\"rId%d\" Target=\"worksheets/sheet%d.xml\"/>".formatted(number, number));
            all.part(
                    "xl/worksheets/sheet" + number + ".xml",
                    DECLARATION + "<worksheet><sheetData>" + sheet.getValue() + "</sheetData></worksheet>");
        }
        all.part("[Content_Types].xml", DECLARATION + "<Types/>");
        all.part("xl/_rels/workbook.xml.rels", DECLARATION + "<Relationships>" + links + "</Relationships>");
        return all.part(
                "xl/workbook.xml",
                DECLARATION + "<workbook xmlns:r=\"http://r\"><sheets>" + list + "</sheets></workbook>");
    }

    /** A workbook of one sheet. */
    public static Sheets of(String rows) {
        return of(Map.of("Sheet1", rows));
    }

    /** Texts as rows of inline cells. */
    public static String rows(String... rows) {
        StringBuilder xml = new StringBuilder();
        for (String row : rows) {
            xml.append("<row>");
            for (String cell : row.split(",", -1)) {
                xml.append("<c t=\"inlineStr\"><is><t>").append(cell).append("</t></is></c>");
            }
            xml.append("</row>");
        }
        return xml.toString();
    }

    /** Puts a part in, or another in its place. */
    public Sheets part(String name, String xml) {
        parts.put(name, xml.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    public Path write(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue());
                zip.closeEntry();
            }
        }
        return file;
    }
}
