package io.zhiyin.app.platform;

import java.util.List;

/**
 * A user's error, told as RFC 9457 problem+json over HTTP and as one sentence on a terminal: a stable code, an HTTP
 * status, and the facts that its text {@code problem.<code>} names in both languages: what, the value found, what is
 * allowed.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;
    private final int status;

    private final transient List<Object> facts;

    private int retryAfterSeconds;

    private Problem(int status, String code, List<Object> facts) {
        super(code + facts);
        this.status = status;
        this.code = code;
        this.facts = facts;
    }

    /**
     * @param status an HTTP status, 400..599
     * @param code lower case with underscores; {@code problem.<code>} and {@code problem.<code>.title} are its texts
     * @param facts for the placeholders of the text, in order; never personal data beyond what the asker sent
     */
    public static Problem of(int status, String code, Object... facts) {
        return new Problem(status, code, List.of(facts));
    }

    public Problem retryAfterSeconds(int seconds) {
        this.retryAfterSeconds = seconds;
        return this;
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    /** 0 where trying again makes no difference. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    /** What its text names, in order. */
    public List<Object> facts() {
        return facts;
    }

    public String title(Lang lang) {
        return Messages.text(lang, "problem." + code + ".title");
    }

    public String detail(Lang lang) {
        return Messages.text(lang, "problem." + code, facts.toArray());
    }
}
