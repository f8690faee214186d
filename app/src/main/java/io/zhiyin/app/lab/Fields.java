package io.zhiyin.app.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One line cut into fields, as slices of the line's buffer, blanks around them left out. With quotes, a field in double
 * quotes may hold delimiters, and two quotes in it stand for one: such a field is rewritten in place.
 */
final class Fields {

    /** What stands between two fields. */
    enum Delimiter {
        TAB('\t'),
        COMMA(','),
        SEMICOLON(';'),
        /** Runs of blanks and tabs. */
        BLANKS(' ');

        private final char mark;

        Delimiter(char mark) {
            this.mark = mark;
        }

        /** Whether it stands in a line, outside double quotes. */
        boolean occursIn(Lines line) {
            boolean isQuoted = false;
            for (int i = line.from(); i < line.to(); i++) {
                byte b = line.bytes()[i];
                isQuoted ^= b == '"';
                if (!isQuoted && (b == mark || (this == BLANKS && b == '\t'))) {
                    return true;
                }
            }
            return false;
        }
    }

    private int[] from = new int[16];
    private int[] to = new int[16];
    private int count;

    int count() {
        return count;
    }

    int from(int field) {
        return from[field];
    }

    int to(int field) {
        return to[field];
    }

    /** Whether there is no such field, or nothing in it. */
    boolean isEmpty(int field) {
        return field < 0 || field >= count || from[field] == to[field];
    }

    List<String> texts(Lines line) {
        List<String> texts = new ArrayList<>();
        for (int f = 0; f < count; f++) {
            texts.add(line.decoded(from[f], to[f]));
        }
        return texts;
    }

    /** Cuts at blanks and tabs, of which several count as one. */
    void cutAtBlanks(Lines line) {
        count = 0;
        byte[] bytes = line.bytes();
        int end = line.to();
        for (int at = line.from(); at < end; at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t') {
                int start = at;
                while (at < end && bytes[at] != ' ' && bytes[at] != '\t') {
                    at++;
                }
                put(start, at);
            }
        }
    }

    /** Cuts at every delimiter; a line of nothing but blanks has no field. */
    void cut(Lines line, Delimiter delimiter, boolean quotes) {
        if (delimiter == Delimiter.BLANKS) {
            cutAtBlanks(line);
            return;
        }
        count = 0;
        byte[] bytes = line.bytes();
        int end = line.to();
        int at = line.from();
        while (true) {
            at = afterBlanks(bytes, at, end, delimiter.mark);
            if (quotes && at < end && bytes[at] == '"') {
                at = afterBlanks(bytes, takeQuoted(line, at + 1), end, delimiter.mark);
                if (at < end && bytes[at] != delimiter.mark) {
                    throw line.problem("lab_line_quotes", line.shown(line.from(), end));
                }
            } else {
                int start = at;
                while (at < end && bytes[at] != delimiter.mark) {
                    at++;
                }
                put(start, beforeBlanks(bytes, start, at));
            }
            if (at >= end) {
                break;
            }
            at++;
        }
        if (count == 1 && isEmpty(0)) {
            count = 0;
        }
    }

    /** Takes a field whose opening quote stands before start; where the text goes on after the closing one. */
    private int takeQuoted(Lines line, int start) {
        byte[] bytes = line.bytes();
        int end = line.to();
        int write = start;
        for (int at = start; at < end; at++) {
            if (bytes[at] != '"') {
                bytes[write++] = bytes[at];
            } else if (at + 1 < end && bytes[at + 1] == '"') {
                bytes[write++] = '"';
                at++;
            } else {
                put(start, write);
                return at + 1;
            }
        }
        throw line.problem("lab_line_quotes", line.shown(start - 1, end));
    }

    private static int afterBlanks(byte[] bytes, int start, int end, char delimiter) {
        int at = start;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t') && bytes[at] != delimiter) {
            at++;
        }
        return at;
    }

    private static int beforeBlanks(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && (bytes[at - 1] == ' ' || bytes[at - 1] == '\t')) {
            at--;
        }
        return at;
    }

    private void put(int start, int end) {
        if (count == from.length) {
            from = Arrays.copyOf(from, 2 * count);
            to = Arrays.copyOf(to, 2 * count);
        }
        from[count] = start;
        to[count] = end;
        count++;
    }
}
