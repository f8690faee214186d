package io.zhiyin.app.platform;

/** The event log cannot do what it was asked; what it acknowledged before is safe. */
public final class LogException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Reason {
        /** Another process, or this one, has the log open. */
        HELD,
        /** The disk refused a write of something that is not an append; it can be asked for again. */
        WRITE_FAILED,
        /** The disk failed or is full; nothing is accepted until the log has reopened itself, which it tries on and on. */
        READ_ONLY,
        /** So much is waiting for a slow disk that no more was taken; a later append may succeed. */
        BUSY,
        /** The log was closed. */
        CLOSED,
        /** A file cannot be read, or was written by a newer version. */
        UNREADABLE
    }

    private final Reason reason;
    private String holder = "";

    LogException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    LogException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Somebody has the log open. */
    static LogException held(String folder, String process) {
        LogException held = new LogException(
                Reason.HELD,
                "the event log in " + folder + " is open in process " + process + "; only one process may have it");
        held.holder = process;
        return held;
    }

    /** The process that has the log open, where that is the reason; else empty. */
    public String holder() {
        return holder;
    }

    public Reason reason() {
        return reason;
    }
}
