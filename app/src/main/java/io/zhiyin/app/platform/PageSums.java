package io.zhiyin.app.platform;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Check sums for a SQLite file, which has none of its own: a flipped bit inside a cell would be a wrong answer without a
 * word. They lie beside it in {@code state.db.sums}:
 *
 * <pre>
 * seal  magic 8 | bytes a page 4 | pages 4 | salts 8 and frames 4 of the write-ahead log that is in the file | zero 4
 *       | CRC32C of each page 4 | CRC32C of these 4
 * mark  salts 8 and committed frames 4 of the write-ahead log | transactions since the seal 4 | CRC32C of these 4
 * </pre>
 *
 * <p>The <em>seal</em> is the main file as of the last whole checkpoint. SQLite never checkpoints on its own here. Before
 * one the next seal is written aside and forced; when the checkpoint is through it is given its name, and only then the
 * log may begin a new round. So at every moment, and after a crash at any moment, a page of the main file either has the
 * sum of the seal or a newer frame in the log, which SQLite reads in its stead: there is no false alarm and no gap. The
 * sums of changed pages are taken from the log's frames, of others from the seal before: rot is never sealed.
 *
 * <p>The <em>mark</em> is how long the log was after the last transaction. It is written over, not forced: after a power
 * cut it may be behind, never ahead. It tells a log that was cut from one that ends.
 *
 * <p>Cost: 1/1024 of the file and two forces a checkpoint; 20 bytes written a transaction, not forced; opening reads the
 * file once, about 2 GB/s. Memory is 4 bytes a page.
 */
final class PageSums implements AutoCloseable {
    static final String SUFFIX = ".sums";

    private static final long MAGIC = 0x5a59_5355_4d53_0001L;
    private static final int SEAL_HEADER = 32;
    private static final int MARK = 20;
    private static final int MARK_SUMMED = 16;
    private static final int SHOWN_PAGES_MAX = 8;

    private final Disk disk;
    private final Path file;
    private final Path sidecar;
    /** Open for as long as SQLite has the file: closing any handle of it would free SQLite's locks (POSIX). */
    private Disk.@Nullable OpenFile main;

    private @Nullable Seal seal;
    /** The one that lies aside. */
    private @Nullable Seal written;

    private Mark mark = Mark.NONE;
    private Disk.@Nullable OpenFile marks;

    private record Seal(int pageBytes, long salts, int frames, Sums sums) {}

    /** An array that is only compared cell by cell. */
    private static final class Sums {
        final int[] of;

        Sums(int[] of) {
            this.of = of;
        }

        int pages() {
            return of.length;
        }
    }

    private record Mark(long salts, int frames, int commits) {
        static final Mark NONE = new Mark(0, 0, 0);
    }

    /**
     * What was found.
     *
     * @param pages how many the file must have
     * @param rotten pages, counted from 1, that differ from their sums or are missing
     * @param badFrame the first rotten frame of the write-ahead log, 0 if there is none
     * @param lostWrites at least so many acknowledged transactions cannot be read
     * @param tornFrames of a write that was never finished, cut off; normal after a crash
     * @param isSealed whether there were sums to compare with
     */
    record Verdict(int pages, List<Integer> rotten, int badFrame, int lostWrites, int tornFrames, boolean isSealed) {
        boolean isWhole() {
            return rotten.isEmpty() && badFrame == 0 && lostWrites == 0;
        }

        /** For machines and logs: places and numbers. */
        String words() {
            List<String> words = new ArrayList<>();
            if (!rotten.isEmpty()) {
                String shown = rotten.stream()
                                .limit(SHOWN_PAGES_MAX)
                                .map(String::valueOf)
                                .toList()
                        + (rotten.size() > SHOWN_PAGES_MAX ? "…" : "");
                words.add("rotten pages " + rotten.size() + " of " + pages + ": " + shown);
            }
            if (badFrame > 0) {
                words.add("write-ahead log rotten at frame " + badFrame);
            }
            if (lostWrites > 0) {
                words.add("lost writes, at least " + lostWrites);
            }
            return String.join("; ", words);
        }
    }

    private PageSums(Disk disk, Path file) {
        this.disk = disk;
        this.file = file;
        this.sidecar = sidecar(file);
    }

    static Path folder(Path file) {
        return requireNonNull(file.toAbsolutePath().getParent(), "folder of " + file);
    }

    static Path sidecar(Path file) {
        return Path.of(file + SUFFIX);
    }

    private Path wal() {
        return Path.of(file + WalFrames.SUFFIX);
    }

    /** Reads the sums of a file, whether or not there are any; before SQLite opens it. */
    static PageSums open(Disk disk, Path file) throws IOException {
        PageSums sums = new PageSums(disk, file);
        try {
            sums.readSidecar();
            sums.openMain();
            return sums;
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    private void openMain() throws IOException {
        if (main == null && disk.exists(file)) {
            main = disk.open(file, Disk.Mode.READ);
        }
    }

    private void readSidecar() throws IOException {
        disk.delete(fresh());
        if (!disk.exists(sidecar)) {
            return;
        }
        Disk.OpenFile in = disk.open(sidecar, Disk.Mode.WRITE);
        marks = in;
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(in.size(), Integer.MAX_VALUE - 16));
        in.read(bytes, 0);
        int end = bytes.capacity() - MARK;
        if (end < SEAL_HEADER + 4
                || bytes.getLong(0) != MAGIC
                || end != sealBytes(bytes.getInt(12))
                || bytes.getInt(end - 4) != crc(bytes, 0, end - 4)) {
            return;
        }
        int[] of = new int[bytes.getInt(12)];
        bytes.slice(SEAL_HEADER, 4 * of.length).asIntBuffer().get(of);
        seal = new Seal(bytes.getInt(8), bytes.getLong(16), bytes.getInt(24), new Sums(of));
        if (bytes.getInt(end + MARK_SUMMED) == crc(bytes, end, MARK_SUMMED)) {
            mark = new Mark(bytes.getLong(end), bytes.getInt(end + 8), bytes.getInt(end + 12));
        }
    }

    private static int sealBytes(int pages) {
        return pages < 0 || pages > Integer.MAX_VALUE / 8 ? -1 : SEAL_HEADER + 4 * pages + 4;
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().clear().position(from).limit(from + length));
        return (int) crc.getValue();
    }

    boolean isSealed() {
        return seal != null;
    }

    /**
     * Compares the files with the sums. Nobody may write meanwhile.
     */
    Verdict verify() throws IOException {
        Seal known = seal;
        WalFrames wal = WalFrames.read(disk, wal(), known == null ? pageBytes() : known.pageBytes);
        int sealed = known != null && wal.salts() == known.salts ? known.frames : 0;
        boolean isMarked = mark.frames > (known != null && mark.salts == known.salts ? known.frames : 0);
        boolean isMarkOfRound = isMarked && mark.salts == wal.salts();
        int found = wal.commits(sealed, wal.committed());
        int lost = 0;
        if (isMarked && (!isMarkOfRound || wal.committed() < mark.frames)) {
            lost = Math.max(1, mark.commits - (isMarkOfRound ? found : 0));
        }
        int bad = wal.rotten();
        if (bad == 0 && lost > 0 && wal.last() > wal.prefix()) {
            bad = wal.prefix() + 1;
        }
        if (bad > 0 && wal.last() <= sealed) {
            bad = 0; // All of it is in the main file, see isSpent().
        }
        if (bad > 0 && lost == 0) {
            lost = Math.max(1, wal.commits(Math.max(sealed, wal.committed()), wal.last()));
        }
        int torn = lost > 0 ? 0 : Math.max(wal.last(), wal.prefix()) - wal.committed();
        if (known == null) {
            return new Verdict(0, List.of(), bad, lost, torn, false);
        }
        Map<Integer, WalFrames.Frame> newer = wal.newest(sealed, wal.committed());
        int pages = pagesAfter(wal, sealed, known);
        return new Verdict(pages, rottenPages(known, newer, pages), bad, lost, torn, true);
    }

    /** The size of the database in pages: as the last transaction in the log says, else as it was sealed. */
    private static int pagesAfter(WalFrames wal, int sealed, Seal known) {
        return wal.good().stream()
                .filter(frame -> frame.isCommit() && frame.number() > sealed && frame.number() <= wal.committed())
                .reduce((_, later) -> later)
                .map(WalFrames.Frame::pages)
                .orElse(known.sums.pages());
    }

    private List<Integer> rottenPages(Seal known, Map<Integer, WalFrames.Frame> newer, int pages) throws IOException {
        List<Integer> rotten = new ArrayList<>();
        ByteBuffer page = ByteBuffer.allocate(known.pageBytes);
        for (int number = 1; number <= Math.min(pages, known.sums.pages()); number++) {
            if (!newer.containsKey(number)
                    && (!readPage(number, page) || crc(page, 0, known.pageBytes) != known.sums.of[number - 1])) {
                rotten.add(number);
            }
        }
        return rotten;
    }

    private boolean readPage(int number, ByteBuffer page) throws IOException {
        Disk.OpenFile in = main;
        return in != null && in.read(page.clear(), (number - 1L) * page.capacity()) == page.capacity();
    }

    /**
     * Whether all that is left of the write-ahead log is in the main file, and no more than that: a part of it, read by
     * SQLite, would bring old pages back. Then it may be deleted; before SQLite opens the file.
     */
    boolean isSpent() throws IOException {
        Seal known = seal;
        if (known == null || known.frames == 0) {
            return false;
        }
        WalFrames wal = WalFrames.read(disk, wal(), known.pageBytes);
        return wal.salts() == known.salts
                && wal.last() <= known.frames
                && !wal.good().isEmpty();
    }

    void deleteWal() throws IOException {
        disk.delete(wal());
    }

    private int pageBytes() throws IOException {
        Disk.OpenFile in = main;
        ByteBuffer header = ByteBuffer.allocate(SEAL_HEADER);
        if (in == null || in.read(header, 0) < header.capacity()) {
            return 0;
        }
        int told = header.getShort(16) & 0xffff;
        int bytes = told == 1 ? 1 << 16 : told;
        return Integer.bitCount(bytes) == 1 && bytes >= 512 ? bytes : 0;
    }

    /** Notes how long the log is after a transaction. */
    void mark(int frames) throws IOException {
        Seal known = seal;
        Disk.OpenFile out = marks;
        long salts = salts();
        if (known == null || out == null || (mark.salts == salts && mark.frames == frames)) {
            return;
        }
        mark = new Mark(salts, frames, mark.commits + 1);
        out.write(markBytes(mark), sealBytes(known.sums.pages()));
    }

    private static ByteBuffer markBytes(Mark mark) {
        ByteBuffer bytes = ByteBuffer.allocate(MARK);
        bytes.putLong(mark.salts).putInt(mark.frames).putInt(mark.commits);
        return bytes.putInt(crc(bytes, 0, MARK_SUMMED)).flip();
    }

    private long salts() throws IOException {
        if (!disk.exists(wal())) {
            return 0;
        }
        try (Disk.OpenFile in = disk.open(wal(), Disk.Mode.READ)) {
            ByteBuffer salts = ByteBuffer.allocate(8);
            return in.read(salts, 16) == 8 ? salts.getLong(0) : 0;
        }
    }

    /** A checkpoint, by SQLite. */
    @FunctionalInterface
    interface Checkpoint {
        /** @return whether all of the log is in the main file now, and forced */
        boolean run();
    }

    /**
     * Lets the log be moved into the main file, and seals it. Nobody may write meanwhile.
     *
     * @return whether that was possible; not while somebody reads what is older
     */
    boolean checkpoint(int frames, Checkpoint checkpoint) throws IOException {
        openMain();
        Seal known = seal;
        if (known == null) {
            if (!checkpoint.run()) {
                return false;
            }
            put(sealOfFile(frames));
            return rename();
        }
        Seal next = next(known, frames);
        put(next);
        if (!checkpoint.run()) {
            return false;
        }
        return rename();
    }

    /** The seal that will be true when the first frames of the log are in the main file. */
    private Seal next(Seal known, int frames) throws IOException {
        WalFrames wal = WalFrames.read(disk, wal(), known.pageBytes);
        if (wal.committed() < frames) {
            throw new IOException(
                    "the write-ahead log of " + file + " has " + wal.committed() + " good frames, must have " + frames);
        }
        int sealed = wal.salts() == known.salts ? known.frames : 0;
        int[] of = grown(known, pagesAfter(wal, sealed, known));
        if (wal.committed() > 0) {
            try (Disk.OpenFile in = disk.open(wal(), Disk.Mode.READ)) {
                ByteBuffer page = ByteBuffer.allocate(known.pageBytes);
                for (WalFrames.Frame frame : wal.newest(sealed, frames).values()) {
                    if (frame.page() <= of.length) {
                        in.read(page.clear(), frame.at());
                        of[frame.page() - 1] = crc(page, 0, known.pageBytes);
                    }
                }
            }
        }
        return new Seal(known.pageBytes, wal.salts(), frames, new Sums(of));
    }

    /** A page in the middle that SQLite never writes (the one with the bytes of its locks) is zero. */
    private static int[] grown(Seal known, int pages) {
        int[] of = Arrays.copyOf(known.sums.of, pages);
        if (pages > known.sums.pages()) {
            int empty = crc(ByteBuffer.allocate(known.pageBytes), 0, known.pageBytes);
            Arrays.fill(of, known.sums.pages(), pages, empty);
        }
        return of;
    }

    /** The first seal of a file, of what it is now. */
    private Seal sealOfFile(int frames) throws IOException {
        Disk.OpenFile in = main;
        int bytes = pageBytes();
        if (in == null || bytes == 0) {
            throw new IOException("there is no database in " + file);
        }
        int[] of = new int[(int) (in.size() / bytes)];
        ByteBuffer page = ByteBuffer.allocate(bytes);
        for (int i = 0; i < of.length; i++) {
            readPage(i + 1, page);
            of[i] = crc(page, 0, bytes);
        }
        return new Seal(bytes, salts(), frames, new Sums(of));
    }

    /**
     * Writes the newest good copy of every page: from the write-ahead log, else from the main file, one flipped bit set
     * right; a page without a good copy is left zero.
     *
     * @return how many pages were set right, how many are zero
     */
    int[] salvage(Disk.OpenFile out) throws IOException {
        Seal known = seal;
        int bytes = known == null ? pageBytes() : known.pageBytes;
        Disk.OpenFile in = main;
        if (bytes == 0 || in == null) {
            return new int[2];
        }
        WalFrames wal = WalFrames.read(disk, wal(), bytes);
        int sealed = known != null && known.salts == wal.salts() ? known.frames : 0;
        int end = wal.good().stream()
                .filter(frame -> frame.isCommit() && frame.number() > sealed)
                .mapToInt(WalFrames.Frame::number)
                .max()
                .orElse(sealed);
        Map<Integer, WalFrames.Frame> newer = wal.newest(sealed, end);
        int pages = wal.good().stream()
                .filter(frame -> frame.number() == end && frame.isCommit() && end > sealed)
                .mapToInt(WalFrames.Frame::pages)
                .findFirst()
                .orElse(known == null ? (int) (in.size() / bytes) : known.sums.pages());
        int[] counts = new int[2];
        byte[] cells = new byte[bytes];
        ByteBuffer page = ByteBuffer.wrap(cells);
        for (int number = 1; number <= pages; number++) {
            Arrays.fill(cells, (byte) 0);
            WalFrames.Frame frame = newer.get(number);
            if (frame != null) {
                try (Disk.OpenFile log = disk.open(wal(), Disk.Mode.READ)) {
                    log.read(page.clear(), frame.at());
                }
            } else {
                boolean isThere = readPage(number, page);
                if (known != null && number <= known.sums.pages()) {
                    counts[0] += isThere && mend(cells, known.sums.of[number - 1]) ? 1 : 0;
                    if (crc(page, 0, bytes) != known.sums.of[number - 1]) {
                        counts[1]++;
                        Arrays.fill(cells, (byte) 0);
                    }
                }
            }
            out.write(page.clear(), (number - 1L) * bytes);
        }
        return counts;
    }

    /** Sets one flipped bit right; a CRC32C tells any two of the pages that differ in up to three bits apart. */
    private static boolean mend(byte[] bytes, int sum) {
        ByteBuffer page = ByteBuffer.wrap(bytes);
        if (crc(page, 0, bytes.length) == sum) {
            return false;
        }
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
            if (crc(page, 0, bytes.length) == sum) {
                return true;
            }
            bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
        }
        return false;
    }

    private Path fresh() {
        return Path.of(sidecar + Segment.UNFINISHED);
    }

    /** Writes a seal aside. */
    private void put(Seal next) throws IOException {
        int end = sealBytes(next.sums.pages());
        ByteBuffer bytes = ByteBuffer.allocate(end + MARK);
        bytes.putLong(MAGIC).putInt(next.pageBytes).putInt(next.sums.pages());
        bytes.putLong(next.salts).putInt(next.frames).putInt(0);
        bytes.asIntBuffer().put(next.sums.of);
        bytes.putInt(end - 4, crc(bytes, 0, end - 4));
        bytes.position(end);
        bytes.put(markBytes(Mark.NONE)).flip();
        disk.delete(fresh());
        try (Disk.OpenFile out = disk.open(fresh(), Disk.Mode.NEW)) {
            out.write(bytes, 0);
            out.force();
        }
        written = next;
    }

    private boolean rename() throws IOException {
        closeMarks();
        disk.rename(fresh(), sidecar);
        seal = written;
        mark = Mark.NONE;
        disk.forceFolder(folder(file));
        marks = disk.open(sidecar, Disk.Mode.WRITE);
        return true;
    }

    /** Takes the sums away, where they may soon not be true any more. */
    void unseal() throws IOException {
        closeMarks();
        seal = null;
        disk.delete(sidecar);
        disk.forceFolder(folder(file));
    }

    private void closeMarks() throws IOException {
        if (marks != null) {
            marks.close();
            marks = null;
        }
    }

    @Override
    public void close() throws IOException {
        closeMarks();
        if (main != null) {
            main.close();
            main = null;
        }
    }
}
