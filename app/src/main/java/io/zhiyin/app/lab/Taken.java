package io.zhiyin.app.lab;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.data.InteractionsBuilder.Duplicates;
import io.zhiyin.engine.data.Vocabulary;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/**
 * Takes people, items and what happened between them as bytes, and keeps numbers. Vocabularies are shared by the files
 * of one evaluation, so that an id means the same person or item in all of them.
 */
final class Taken {

    /** The ids of one evaluation. */
    static final class Ids {
        private final Vocabulary.Builder people = new Vocabulary.Builder();
        private final Vocabulary.Builder items = new Vocabulary.Builder();

        int people() {
            return people.size();
        }

        int items() {
            return items.size();
        }

        /** The number of an item that stood in a file of pairs, by its id in UTF-8. */
        OptionalInt item(String id) {
            String bytes = new String(id.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            return items.index(bytes);
        }
    }

    private final Ids ids;
    private final InteractionsBuilder builder = new InteractionsBuilder();
    private int untimed;

    Taken(Ids ids) {
        this.ids = ids;
    }

    /** The number of a person, who need not take anything. */
    int person(byte[] bytes, int from, int to) {
        return ids.people.add(id(bytes, from, to));
    }

    int item(byte[] bytes, int from, int to) {
        return ids.items.add(id(bytes, from, to));
    }

    void add(int person, int item, float weight, long atSeconds) {
        builder.add(person, item, weight, atSeconds);
        untimed += atSeconds == History.UNTIMED ? 1 : 0;
    }

    /**
     * An id is its bytes: no id is ever printed, so that Latin-1, which keeps every byte apart, compares ids of any
     * encoding and costs no decoding.
     */
    private static String id(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Rows with an item, repetitions included. */
    int rows() {
        return builder.size();
    }

    /** Rows without a time. */
    int untimed() {
        return untimed;
    }

    /** Everybody and everything that the vocabularies know by now; weights of repeated pairs are summed. */
    Interactions interactions() {
        return builder.build(ids.people(), ids.items(), Duplicates.SUM);
    }
}
