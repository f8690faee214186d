package io.zhiyin.app.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A body's bytes taken apart into messages. {@link BodyScan} only finds where every message begins and ends and how deep
 * it is, so that one message that is too large, too deep or has a number without a value cannot fail the others; each is
 * read on its own afterwards, with its numbers as exact as they were written.
 *
 * @param messages in order
 * @param around the object that holds the batch, without it; for a single message the message itself; else empty
 */
record EventBody(List<Piece> messages, JsonNode around) {
    static final int DEPTH_MAX = 32;
    static final int MESSAGES_MAX = 5_000;

    /** Where the tokenizer itself gives up: far deeper than any message, shallow enough to be harmless. */
    private static final int TOKEN_DEPTH_MAX = 10_000;

    private static final int DECODED_CHARS = 4_096;

    private static final JsonFactory TOKENS = JsonFactory.builder()
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(TOKEN_DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private static final ObjectMapper EXACT = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.CHARSET_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** What an object holds that is a body. */
    enum Holds {
        /** Messages, in {@code batch}. */
        BATCH,
        /** It is a message itself. */
        ONE,
        /** A batch where it has one, else a message. */
        EITHER
    }

    /** One message's bytes within a body. */
    static final class Piece {
        private final byte[] body;
        private final BodyScan.Value place;
        private @Nullable JsonNode tree;

        private Piece(byte[] body, BodyScan.Value place) {
            this.body = body;
            this.place = place;
        }

        /** Bytes that are kept as they came, whatever they are. */
        static Piece unread(byte[] bytes) {
            return new Piece(bytes, new BodyScan.Value(0, bytes.length, 0, false));
        }

        int bytes() {
            return place.bytes();
        }

        /** Levels of objects and arrays, the message itself being the first. */
        int depth() {
            return place.depth();
        }

        /** Whether {@link MessageCheck} can find nothing in it. */
        boolean isPlain() {
            return place.isPlain();
        }

        /** The beginning of what was sent, at most so many bytes of it. */
        String text(int bytesMax) {
            return new String(body, place.offset(), Math.min(bytes(), bytesMax), StandardCharsets.UTF_8);
        }

        /**
         * The message; empty if it has a number that no program can hold.
         *
         * @throws Problem 400 if it is not JSON
         */
        Optional<JsonNode> tree() {
            if (tree != null) {
                return Optional.of(tree);
            }
            try {
                return Optional.of(EXACT.readTree(body, place.offset(), bytes()));
            } catch (JsonProcessingException | NumberFormatException e) {
                mustBeJson();
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** @throws Problem 400 if it is not JSON or has something behind it */
        private void mustBeJson() {
            try (JsonParser tokens = TOKENS.createParser(body, place.offset(), bytes())) {
                tokens.nextToken();
                tokens.skipChildren();
                tokens.finishToken();
                if (tokens.nextToken() != null) {
                    throw Problem.of(400, "body_not_json", "…");
                }
            } catch (JsonProcessingException e) {
                throw Problem.of(400, "body_not_json", e.getOriginalMessage());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads the message now and keeps it: for bodies that are one message. */
        private Optional<JsonNode> keepTree() {
            Optional<JsonNode> read = depth() > DEPTH_MAX ? Optional.empty() : tree();
            tree = read.orElse(null);
            return read;
        }

        private boolean isWithinLimits() {
            return depth() <= DEPTH_MAX && bytes() <= EventRules.BYTES_MAX;
        }
    }

    /**
     * Takes a body apart. Whether a message within the limits is JSON shows when its tree is read.
     *
     * @param json inflated; a byte order mark is skipped
     * @param holds where messages are expected in an object
     * @throws Problem 400 if it is not JSON or not an object (or array of messages), 413 for more than 5,000 messages
     */
    static EventBody parse(byte[] json, Holds holds) {
        byte[] plain = withoutMark(json);
        BodyScan scan = new BodyScan(plain);
        try {
            EventBody body = switch (scan.peek()) {
                case '[' -> new EventBody(pieces(scan, plain), JsonNodeFactory.instance.objectNode());
                case '{' -> holds == Holds.ONE ? single(scan, plain) : batch(scan, plain, holds);
                default -> throw notJson(plain).orElseGet(() -> Problem.of(400, "body_not_object"));
            };
            scan.mustEnd();
            return body;
        } catch (BodyScan.NotJson e) {
            throw notJson(plain).orElseGet(() -> Problem.of(400, "body_not_json", "…"));
        }
    }

    /** One line of a file as a message; a problem if it is no JSON. */
    static Piece line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            BodyScan scan = new BodyScan(bytes);
            Piece piece = new Piece(bytes, scan.value());
            scan.mustEnd();
            piece.mustBeJson();
            return piece;
        } catch (BodyScan.NotJson e) {
            throw notJson(bytes).orElseGet(() -> Problem.of(400, "body_not_json", "…"));
        }
    }

    /** Why a text is not JSON; empty if it is. */
    private static Optional<Problem> notJson(byte[] text) {
        if (!isUtf8(text)) {
            return Optional.of(Problem.of(400, "body_not_utf8"));
        }
        try {
            Piece.unread(text).mustBeJson();
            return Optional.empty();
        } catch (Problem e) {
            return Optional.of(e);
        }
    }

    /** How many bytes its messages have. */
    int bytes() {
        return messages.stream().mapToInt(Piece::bytes).sum();
    }

    /** Its first message, if that can be read. */
    Optional<JsonNode> first() {
        return messages.isEmpty() || messages.getFirst().depth() > DEPTH_MAX
                ? Optional.empty()
                : messages.getFirst().tree();
    }

    /** The write key that stands in the body. */
    Optional<String> key() {
        for (String field : new String[] {"writeKey", "api_key"}) {
            String key = around.path(field).asText();
            if (!key.isEmpty()) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static EventBody batch(BodyScan scan, byte[] body, Holds holds) throws BodyScan.NotJson {
        ObjectNode around = JsonNodeFactory.instance.objectNode();
        Optional<List<Piece>> messages = Optional.empty();
        scan.take('{');
        while (scan.peek() != '}') {
            String name = name(scan, body);
            scan.take(':');
            if (name.equals("batch") && scan.peek() == '[') {
                messages = Optional.of(pieces(scan, body));
            } else {
                Piece field = piece(scan, body);
                if (field.depth() <= DEPTH_MAX) {
                    field.tree().ifPresent(tree -> around.set(name, tree));
                }
            }
            next(scan, '}');
        }
        scan.take('}');
        if (messages.isEmpty() && holds == Holds.EITHER) {
            return parse(body, Holds.ONE);
        }
        return new EventBody(messages.orElseThrow(() -> Problem.of(400, "batch_missing")), around);
    }

    private static String name(BodyScan scan, byte[] body) throws BodyScan.NotJson {
        if (scan.peek() != '"') {
            throw new BodyScan.NotJson();
        }
        return piece(scan, body).tree().map(JsonNode::textValue).orElseThrow(BodyScan.NotJson::new);
    }

    private static EventBody single(BodyScan scan, byte[] body) throws BodyScan.NotJson {
        Piece message = piece(scan, body);
        return new EventBody(List.of(message), message.keepTree().orElseGet(JsonNodeFactory.instance::objectNode));
    }

    private static List<Piece> pieces(BodyScan scan, byte[] body) throws BodyScan.NotJson {
        List<Piece> pieces = new ArrayList<>();
        scan.take('[');
        while (scan.peek() != ']') {
            if (pieces.size() == MESSAGES_MAX) {
                throw Problem.of(413, "too_many_events", MESSAGES_MAX);
            }
            pieces.add(piece(scan, body));
            next(scan, ']');
        }
        scan.take(']');
        return pieces;
    }

    /** Takes the comma to another value, if this is not the end. */
    private static void next(BodyScan scan, char end) throws BodyScan.NotJson {
        if (scan.peek() != end) {
            scan.take(',');
            if (scan.peek() == end) {
                throw new BodyScan.NotJson();
            }
        }
    }

    private static Piece piece(BodyScan scan, byte[] body) throws BodyScan.NotJson {
        Piece piece = new Piece(body, scan.value());
        if (!piece.isWithinLimits() || piece.depth() == 0) {
            piece.mustBeJson(); // nobody will read it, or the reader stops behind the word that it begins with
        }
        return piece;
    }

    private static byte[] withoutMark(byte[] json) {
        boolean hasMark =
                json.length >= 3 && json[0] == (byte) 0xEF && json[1] == (byte) 0xBB && json[2] == (byte) 0xBF;
        return hasMark ? Arrays.copyOfRange(json, 3, json.length) : json;
    }

    private static boolean isUtf8(byte[] json) {
        CharsetDecoder strict = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
        ByteBuffer bytes = ByteBuffer.wrap(json);
        CharBuffer chars = CharBuffer.allocate(DECODED_CHARS);
        CoderResult result = strict.decode(bytes, chars, true);
        while (result.isOverflow()) {
            result = strict.decode(bytes, chars.clear(), true);
        }
        return !result.isError();
    }
}
