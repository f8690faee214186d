package io.zhiyin.app.ingest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
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

/**
 * A body's bytes taken apart into messages. The first pass only finds where every message begins and ends and how deep it
 * is, so that one message that is too large, too deep or has a number without a value cannot fail the others; each is read
 * on its own afterwards, with its numbers as exact as they were written.
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
        private final int offset;
        private final int bytes;
        private final int depth;

        Piece(byte[] body, int offset, int bytes, int depth) {
            this.body = body;
            this.offset = offset;
            this.bytes = bytes;
            this.depth = depth;
        }

        int bytes() {
            return bytes;
        }

        /** Levels of objects and arrays, the message itself being the first. */
        int depth() {
            return depth;
        }

        /** The beginning of what was sent, at most so many bytes of it. */
        String text(int bytesMax) {
            return new String(body, offset, Math.min(bytes, bytesMax), StandardCharsets.UTF_8);
        }

        /** The message; empty if it has a number that no program can hold. */
        Optional<JsonNode> tree() {
            try {
                return Optional.of(EXACT.readTree(body, offset, bytes));
            } catch (JsonProcessingException | NumberFormatException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Takes a body apart.
     *
     * @param json inflated; a byte order mark is skipped
     * @param holds where messages are expected in an object
     * @throws Problem 400 if it is not JSON or not an object (or array of messages), 413 for more than 5,000 messages
     */
    static EventBody parse(byte[] json, Holds holds) {
        byte[] plain = withoutMark(json);
        if (!isUtf8(plain)) {
            throw Problem.of(400, "body_not_utf8");
        }
        try (JsonParser tokens = TOKENS.createParser(plain)) {
            JsonToken first = tokens.nextToken();
            EventBody body = switch (first) {
                case START_ARRAY -> new EventBody(pieces(tokens, plain), JsonNodeFactory.instance.objectNode());
                case START_OBJECT -> holds == Holds.ONE ? single(tokens, plain) : batch(tokens, plain, holds);
                case null, default -> throw Problem.of(400, "body_not_object");
            };
            if (tokens.nextToken() != null) {
                throw Problem.of(400, "body_not_json", "…");
            }
            return body;
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "body_not_json", e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One line of a file as a message; a problem if it is no JSON. */
    static Piece line(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (JsonParser tokens = TOKENS.createParser(bytes)) {
            tokens.nextToken();
            Piece piece = piece(tokens, bytes);
            if (tokens.nextToken() != null) {
                throw Problem.of(400, "body_not_json", "…");
            }
            return piece;
        } catch (JsonProcessingException e) {
            throw Problem.of(400, "body_not_json", e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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

    private static EventBody batch(JsonParser tokens, byte[] body, Holds holds) throws IOException {
        ObjectNode around = JsonNodeFactory.instance.objectNode();
        Optional<List<Piece>> messages = Optional.empty();
        while (tokens.nextToken() == JsonToken.FIELD_NAME) {
            String name = tokens.currentName();
            JsonToken value = tokens.nextToken();
            if (name.equals("batch") && value == JsonToken.START_ARRAY) {
                messages = Optional.of(pieces(tokens, body));
            } else {
                Piece field = piece(tokens, body);
                if (field.depth() <= DEPTH_MAX) {
                    field.tree().ifPresent(tree -> around.set(name, tree));
                }
            }
        }
        if (messages.isEmpty() && holds == Holds.EITHER) {
            return parse(body, Holds.ONE);
        }
        return new EventBody(messages.orElseThrow(() -> Problem.of(400, "batch_missing")), around);
    }

    private static EventBody single(JsonParser tokens, byte[] body) throws IOException {
        Piece message = piece(tokens, body);
        Optional<JsonNode> tree = message.depth() > DEPTH_MAX ? Optional.empty() : message.tree();
        return new EventBody(List.of(message), tree.orElseGet(JsonNodeFactory.instance::objectNode));
    }

    /** The elements of an array whose beginning was read. */
    private static List<Piece> pieces(JsonParser tokens, byte[] body) throws IOException {
        List<Piece> pieces = new ArrayList<>();
        while (tokens.nextToken() != JsonToken.END_ARRAY) {
            if (pieces.size() == MESSAGES_MAX) {
                throw Problem.of(413, "too_many_events", MESSAGES_MAX);
            }
            pieces.add(piece(tokens, body));
        }
        return pieces;
    }

    /** The value whose first token was read. */
    private static Piece piece(JsonParser tokens, byte[] body) throws IOException {
        int start = (int) tokens.currentTokenLocation().getByteOffset();
        int depth = 0;
        int deepest = 0;
        JsonToken token = tokens.currentToken();
        while (true) {
            if (token == null) {
                throw Problem.of(400, "body_not_json", "…");
            }
            if (token.isStructStart()) {
                deepest = Math.max(deepest, ++depth);
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                break;
            }
            token = tokens.nextToken();
        }
        tokens.finishToken();
        int end = (int) tokens.currentLocation().getByteOffset();
        return new Piece(body, start, end - start, deepest);
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
