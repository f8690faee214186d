package io.zhiyin.app.platform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializerProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One event as one line of the log: JSON, without the line's end. What is empty or 0 is left out and comes back as that.
 * The fields stand in the order of {@link Event}: the id is first and the details, which are most of a line, are last, so
 * that who needs no details need not read them.
 */
final class EventLine {
    private static final int USUAL_BYTES = 1 << 10;
    private static final JsonFactory JSON = Json.COMPACT.getFactory();
    private static final ObjectReader ANY_ACTION = Json.COMPACT.readerFor(Action.class);
    private static final ObjectReader EVENT = Json.COMPACT.readerFor(Event.class);

    private EventLine() {}

    static byte[] of(Event event) {
        try (Writer writer = new Writer()) {
            return writer.line(event);
        }
    }

    /** Writes the lines of many events. Not safe for more than one thread. */
    static final class Writer implements AutoCloseable {
        private final ByteArrayBuilder line = new ByteArrayBuilder(USUAL_BYTES);
        private final SerializerProvider serializers = Json.COMPACT.getSerializerProviderInstance();
        private final JsonGenerator json;

        Writer() {
            try {
                json = JSON.createGenerator(line);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            json.setRootValueSeparator(null);
        }

        byte[] line(Event event) {
            try {
                write(event);
                json.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            byte[] whole = line.toByteArray();
            line.reset();
            return whole;
        }

        private void write(Event event) throws IOException {
            json.writeStartObject();
            text(json, "id", event.id());
            text(json, "person", event.person());
            text(json, "anonymous", event.anonymous());
            number(json, "atMillis", event.atMillis());
            number(json, "receivedMillis", event.receivedMillis());
            text(json, "source", event.source());
            text(json, "channel", event.channel());
            if (!event.flags().isEmpty()) {
                json.writeArrayFieldStart("flags");
                for (Event.Flag flag : event.flags()) {
                    json.writeString(flag.name());
                }
                json.writeEndArray();
            }
            json.writeFieldName("action");
            serializers
                    .findTypedValueSerializer(event.action().getClass(), true, null)
                    .serialize(event.action(), json, serializers);
            if (!event.details().isEmpty()) {
                json.writeFieldName("details");
                event.details().serialize(json, serializers);
            }
            json.writeEndObject();
        }

        @Override
        public void close() {
            try {
                json.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void text(JsonGenerator json, String name, String text) throws IOException {
        if (!text.isEmpty()) {
            json.writeStringField(name, text);
        }
    }

    private static void number(JsonGenerator json, String name, long number) throws IOException {
        if (number != 0) {
            json.writeNumberField(name, number);
        }
    }

    /** The event of a line. */
    static Event event(byte[] line, int offset, int length) {
        try {
            return EVENT.readValue(line, offset, length);
        } catch (IOException e) {
            throw illegal(length, e);
        }
    }

    /** The event of a line, with no details. */
    static Event withoutDetails(byte[] line, int offset, int length) {
        try (JsonParser json = JSON.createParser(line, offset, length)) {
            Fields fields = new Fields();
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                if (name.equals("details")) {
                    break;
                }
                json.nextToken();
                fields.take(name, json);
            }
            return fields.event();
        } catch (IOException e) {
            throw illegal(length, e);
        }
    }

    /** What was read of an event so far. */
    private static final class Fields {
        private String id = "";
        private String person = "";
        private String anonymous = "";
        private long atMillis;
        private long receivedMillis;
        private String source = "";
        private String channel = "";
        private final List<Event.Flag> flags = new ArrayList<>(0);
        private @Nullable Action action;

        void take(String name, JsonParser json) throws IOException {
            switch (name) {
                case "id" -> id = json.getText();
                case "person" -> person = json.getText();
                case "anonymous" -> anonymous = json.getText();
                case "atMillis" -> atMillis = json.getLongValue();
                case "receivedMillis" -> receivedMillis = json.getLongValue();
                case "source" -> source = json.getText();
                case "channel" -> channel = json.getText();
                case "flags" -> {
                    while (json.nextToken() == JsonToken.VALUE_STRING) {
                        flags.add(Event.Flag.valueOf(json.getText()));
                    }
                }
                case "action" -> action = ANY_ACTION.readValue(json);
                default -> json.skipChildren();
            }
        }

        Event event() throws IOException {
            if (action == null) {
                throw new IOException("no field \"action\" before the details");
            }
            return new Event(id, person, anonymous, atMillis, receivedMillis, source, channel, flags, action, null);
        }
    }

    /** Without the line and without the cause's words: both may hold somebody's data, and this is logged. */
    private static UncheckedIOException illegal(int length, IOException cause) {
        return new UncheckedIOException(new IOException("illegal event line of " + length + " bytes: "
                + cause.getClass().getSimpleName()));
    }
}
