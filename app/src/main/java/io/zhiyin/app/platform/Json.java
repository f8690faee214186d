package io.zhiyin.app.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/** JSON both ways: compact for the log (defaults are left out and come back as empty), whole for answers. */
public final class Json {
    /** For answers and files: every field is written. */
    public static final ObjectMapper MAPPER = JsonMapper.builder()
            .defaultSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    static final ObjectMapper COMPACT = MAPPER.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_DEFAULT);

    private Json() {}

    /** One event as one line of the log, without the line's end. */
    public static byte[] line(Event event) {
        return EventLine.of(event);
    }

    /** The event of one line of the log. */
    public static Event event(byte[] line, int offset, int length) {
        return EventLine.event(line, offset, length);
    }

    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The tree of a request's body; what is not JSON is the asker's error. */
    public static JsonNode read(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (IOException e) {
            String why = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw Problem.of(400, "body_not_json", String.valueOf(why));
        }
    }

    public static JsonNode tree(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(
                    "illegal JSON of " + text.length() + " characters: " + e.getOriginalMessage(), e);
        }
    }
}
