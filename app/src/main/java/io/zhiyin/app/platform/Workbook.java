package io.zhiyin.app.platform;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An XLSX file (ECMA-376, Part 1, §12 and §18): its sheets by name, its shared texts and formats; the cells themselves are
 * {@link SheetRows}' to read. It is somebody else's zip of somebody else's XML, so everything is bounded before anything
 * is taken from it: the list of parts, how far a part inflates, how long a text is, how deep elements lie. A DTD is
 * refused, whatever it says. Only the shared texts are held in memory.
 *
 * <p>Why not a library: fastexcel-reader allocates by the column that a cell claims to have (one cell "ZZZZZZ1" takes 1.2
 * GB) and looks through all array formulas at every cell; POI brings 15 MB.
 */
final class Workbook implements AutoCloseable {
    private static final int PARTS_MAX = 10_000;
    private static final int LIST_BYTES_MAX = 4 << 20;
    private static final int END_BYTES = 22;

    /** As far as POI lets a part inflate; sheets that people made inflate ten- to thirtyfold. */
    private static final int RATIO_MAX = 100;

    private static final int RATIO_CHECKED_FROM = 4 << 20;
    private static final long SHEET_BYTES_MAX = 4L << 30;
    private static final long TEXTS_BYTES_MAX = 64L << 20;
    private static final long OTHER_BYTES_MAX = 16L << 20;

    /** Between two tags: a cell has at most 32,767 characters. */
    private static final int RUN_BYTES_MAX = 1 << 20;

    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
    private static final XMLInputFactory XML = factory();

    private final ZipFile zip;
    private final Map<String, String> partOfSheet = new LinkedHashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> formats = new ArrayList<>();
    private boolean isFrom1904;

    /** What a file's first bytes say that it is. */
    enum Kind {
        XLSX,
        OLD_OR_ENCRYPTED,
        OTHER
    }

    /** By its first bytes, whatever its name. */
    static Kind kind(Path file) throws IOException {
        byte[] head = new byte[4];
        try (InputStream in = Files.newInputStream(file)) {
            if (in.readNBytes(head, 0, 4) < 4) {
                return Kind.OTHER;
            }
        }
        if (head[0] == 'P' && head[1] == 'K' && head[2] == 3 && head[3] == 4) {
            return Kind.XLSX;
        }
        return Arrays.equals(head, OLE) ? Kind.OLD_OR_ENCRYPTED : Kind.OTHER;
    }

    /** Refuses what is no workbook that can be read, by its name: encrypted, the format of 1997, a bomb, a DTD, none. */
    static Workbook open(Path file) throws IOException {
        if (kind(file) == Kind.OLD_OR_ENCRYPTED) {
            throw Problem.of(400, holds(file, ENCRYPTED) ? "workbook_encrypted" : "workbook_old");
        }
        requireSmallList(file);
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException e) {
            throw illegal("zip " + e.getMessage());
        }
        try {
            return new Workbook(zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private Workbook(ZipFile zip) throws IOException {
        this.zip = zip;
        zip.stream().forEach(Workbook::refuseBomb);
        readSheets();
        read("xl/sharedStrings.xml", this::addTexts);
        read("xl/styles.xml", this::addFormats);
    }

    /** The rows of a sheet; of the first for an empty name. */
    SheetRows rows(String name) throws IOException {
        String part = name.isEmpty() ? partOfSheet.values().iterator().next() : partOfSheet.get(name);
        if (part == null) {
            throw Problem.of(
                    400,
                    "sheet_unknown",
                    name,
                    Nearest.of(name, partOfSheet.keySet()),
                    String.join(", ", partOfSheet.keySet()));
        }
        ZipEntry entry = zip.getEntry(part);
        if (entry == null) {
            throw illegal(part);
        }
        try {
            return new SheetRows(this, parser(entry, SHEET_BYTES_MAX));
        } catch (XMLStreamException e) {
            throw illegal(part, e);
        }
    }

    /** A text that cells share. */
    String text(int index) {
        if (index < 0 || index >= texts.size()) {
            throw illegal("sharedStrings " + index + " / " + texts.size());
        }
        return texts.get(index);
    }

    /** The format code of a cell's style; empty for none. */
    String format(int style) {
        return style >= 0 && style < formats.size() ? formats.get(style) : "";
    }

    /** Whether days are counted from 1904, as old Macs did. */
    boolean isFrom1904() {
        return isFrom1904;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    static Problem illegal(String what) {
        return Problem.of(400, "workbook_illegal", what.length() > 200 ? what.substring(0, 200) : what);
    }

    /** What an XML parser says, without its line breaks. */
    static Problem illegal(String part, XMLStreamException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal.problem;
            }
        }
        return illegal(part + ": " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }

    private static void refuseBomb(ZipEntry part) {
        boolean isBomb = part.getSize() > RATIO_CHECKED_FROM
                && part.getSize() / RATIO_MAX > Math.max(1, part.getCompressedSize());
        if (isBomb) {
            throw bomb(part);
        }
    }

    private static Problem bomb(ZipEntry part) {
        return Problem.of(400, "workbook_inflates_too_far", part.getName(), RATIO_MAX);
    }

    /** The list of a zip's parts is read at once: its length is looked at before. */
    private static void requireSmallList(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            int length = (int) Math.min(in.length(), END_BYTES + 65_535);
            byte[] tail = new byte[length];
            in.seek(in.length() - length);
            in.readFully(tail);
            ByteBuffer bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN);
            for (int at = length - END_BYTES; at >= 0; at--) {
                if (bytes.getInt(at) == 0x06054b50) {
                    int parts = Short.toUnsignedInt(bytes.getShort(at + 10));
                    long listBytes = Integer.toUnsignedLong(bytes.getInt(at + 12));
                    if (parts > PARTS_MAX || listBytes > LIST_BYTES_MAX) {
                        throw Problem.of(400, "workbook_too_large", "[parts]", PARTS_MAX);
                    }
                    return;
                }
            }
        }
        throw illegal("zip");
    }

    private static boolean holds(Path file, byte[] wanted) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(8 << 20);
        }
        return new String(head, StandardCharsets.ISO_8859_1).contains(new String(wanted, StandardCharsets.ISO_8859_1));
    }

    private void readSheets() throws IOException {
        Map<String, String> partOfId = new HashMap<>();
        read("xl/_rels/workbook.xml.rels", xml -> {
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamReader.START_ELEMENT && is(xml, "Relationship")) {
                    String target = attribute(xml, "Target");
                    partOfId.put(attribute(xml, "Id"), target.startsWith("/") ? target.substring(1) : "xl/" + target);
                }
            }
        });
        read("xl/workbook.xml", xml -> {
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamReader.START_ELEMENT) {
                    continue;
                }
                if (is(xml, "workbookPr")) {
                    isFrom1904 = isTrue(attribute(xml, "date1904"));
                } else if (is(xml, "sheet")) {
                    String part = partOfId.get(attribute(xml, "id"));
                    if (part != null && part.contains("worksheet")) {
                        partOfSheet.put(attribute(xml, "name"), part);
                    }
                }
            }
        });
        if (partOfSheet.isEmpty()) {
            throw illegal("xl/workbook.xml");
        }
    }

    private void addTexts(XMLStreamReader xml) throws XMLStreamException {
        StringBuilder text = new StringBuilder();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                if (is(xml, "si")) {
                    text.setLength(0);
                } else if (is(xml, "t")) {
                    SheetRows.addText(xml, text);
                } else if (is(xml, "rPh")) {
                    skip(xml);
                }
            } else if (event == XMLStreamReader.END_ELEMENT && is(xml, "si")) {
                texts.add(SheetRows.unescaped(text.toString()));
            }
        }
    }

    private void addFormats(XMLStreamReader xml) throws XMLStreamException {
        Map<String, String> codes = new HashMap<>();
        boolean isOfCells = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT && is(xml, "numFmt")) {
                codes.put(attribute(xml, "numFmtId"), attribute(xml, "formatCode"));
            } else if (event == XMLStreamReader.START_ELEMENT && is(xml, "cellXfs")) {
                isOfCells = true;
            } else if (event == XMLStreamReader.END_ELEMENT && is(xml, "cellXfs")) {
                isOfCells = false;
            } else if (event == XMLStreamReader.START_ELEMENT && isOfCells && is(xml, "xf")) {
                String id = attribute(xml, "numFmtId");
                formats.add(codes.getOrDefault(id, SheetRows.builtInFormat(id)));
            }
        }
    }

    /** Skips an element with all that it holds. */
    private static void skip(XMLStreamReader xml) throws XMLStreamException {
        int depth = 1;
        while (depth > 0) {
            int event = xml.next();
            depth += event == XMLStreamReader.START_ELEMENT ? 1 : event == XMLStreamReader.END_ELEMENT ? -1 : 0;
        }
    }

    static boolean is(XMLStreamReader xml, String element) {
        return element.equals(xml.getLocalName());
    }

    /** An attribute by its local name, whatever its namespace; empty for none. */
    static String attribute(XMLStreamReader xml, String name) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            if (xml.getAttributeLocalName(i).equals(name)) {
                return xml.getAttributeValue(i);
            }
        }
        return "";
    }

    static boolean isTrue(String attribute) {
        return attribute.equals("1") || attribute.equals("true");
    }

    @FunctionalInterface
    private interface PartReader {
        void read(XMLStreamReader xml) throws XMLStreamException;
    }

    /** Reads a part from its beginning to its end; one that is not there has nothing in it. */
    private void read(String name, PartReader reader) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            return;
        }
        try {
            XMLStreamReader xml = parser(entry, name.endsWith("sharedStrings.xml") ? TEXTS_BYTES_MAX : OTHER_BYTES_MAX);
            try {
                reader.read(xml);
            } finally {
                xml.close();
            }
        } catch (XMLStreamException e) {
            throw illegal(name, e);
        }
    }

    private XMLStreamReader parser(ZipEntry entry, long bytesMax) throws IOException, XMLStreamException {
        if (entry.getSize() > bytesMax) {
            throw Problem.of(400, "workbook_too_large", entry.getName(), bytesMax);
        }
        try {
            // The encoding is said here, so that no part may choose one in which our checks see nothing.
            return XML.createXMLStreamReader(new Part(zip.getInputStream(entry), entry), "UTF-8");
        } catch (ZipException e) {
            throw illegal(entry.getName() + ": " + e.getMessage());
        }
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty("jdk.xml.maxElementDepth", "64");
        // Without a DTD the only entities are &amp; and its like, and a long sheet has many of them.
        factory.setProperty("jdk.xml.totalEntitySizeLimit", "0");
        factory.setProperty("jdk.xml.entityExpansionLimit", "0");
        factory.setProperty("jdk.xml.maxGeneralEntitySizeLimit", "0");
        return factory;
    }

    /** A problem on its way through a parser that knows only its own. */
    private static final class Refusal extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.code());
            this.problem = problem;
        }
    }

    /** The bytes of a part while they inflate: not beyond what the zip says, no DTD, no endless text. */
    private static final class Part extends FilterInputStream {
        private final ZipEntry entry;
        private long left;
        private int run;
        private int last;
        private int beforeLast;
        private boolean isAside;

        Part(InputStream in, ZipEntry entry) {
            super(in);
            this.entry = entry;
            this.left = entry.getSize();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(bytes, offset, length);
            } catch (ZipException | EOFException e) {
                throw new Refusal(illegal(entry.getName() + ": " + e.getMessage()));
            }
            left -= Math.max(0, read);
            if (left < 0) {
                throw new Refusal(bomb(entry));
            }
            for (int i = offset; i < offset + read; i++) {
                look(bytes[i]);
            }
            return read;
        }

        /** Comments and their like may hold tags; they end with the first {@code -->} or {@code ]]>}. */
        private void look(byte now) throws IOException {
            run++;
            if (last == '<' && now == '!' && !isAside) {
                isAside = true;
            } else if (beforeLast == '<' && last == '!' && now == 'D') {
                throw new Refusal(Problem.of(400, "workbook_dtd", entry.getName()));
            } else if (isAside && now == '>' && last == beforeLast && (last == '-' || last == ']')) {
                isAside = false;
            } else if (now == '<' && !isAside) {
                run = 0;
            }
            if (run > RUN_BYTES_MAX) {
                throw new Refusal(Problem.of(400, "workbook_text_too_long", entry.getName(), RUN_BYTES_MAX));
            }
            beforeLast = last;
            last = now;
        }
    }
}
