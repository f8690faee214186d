package io.zhiyin.app.platform;

import java.io.IOException;
import java.util.function.Consumer;

/** The one way to go through a segment: good records to a visitor, what is missing between them to a witness. */
final class SegmentWalk {

    /** Sees one good record. */
    @FunctionalInterface
    interface Visitor {
        /** @return whether to go on */
        boolean record(SegmentScan scan) throws IOException;
    }

    private final Segment segment;
    private final Consumer<EventLog.Damage> witness;
    private long lastRecord;
    private long goodEnd;
    private long expected;

    SegmentWalk(Segment segment, Consumer<EventLog.Damage> witness) {
        this.segment = segment;
        this.witness = witness;
    }

    /**
     * Visits the good records from a mark of the segment to an offset.
     *
     * @return false if the visitor broke off
     */
    boolean records(Disk.OpenFile in, int mark, long end, Visitor visitor) throws IOException {
        goodEnd = segment.offsetAt(mark);
        expected = segment.sequenceAt(mark);
        try (SegmentScan scan = new SegmentScan(in, goodEnd, end, expected)) {
            while (scan.next()) {
                if (scan.offset() != goodEnd || scan.first() != expected) {
                    tell(scan.offset(), scan.first());
                }
                lastRecord = scan.offset();
                goodEnd = scan.end();
                expected = scan.expected();
                if (!visitor.record(scan)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Tells what is missing between the last good record and the place where the segment must end. */
    void mustEndAt(long end, long next) {
        if (goodEnd != end || expected != next) {
            tell(end, next);
        }
    }

    private void tell(long toOffset, long toSequence) {
        witness.accept(new EventLog.Damage(segment.name(), goodEnd, toOffset - goodEnd, expected, toSequence - 1));
    }

    /** Where the last good record began; 0 if there was none. */
    long lastRecord() {
        return lastRecord;
    }

    /** Where the last good record ended. */
    long goodEnd() {
        return goodEnd;
    }

    /** The sequence number after the last good record's. */
    long expected() {
        return expected;
    }
}
