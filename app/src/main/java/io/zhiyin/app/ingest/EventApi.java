package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.zhiyin.app.ingest.EventBody.Holds;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Method;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The paths of Segment's, Rudder's, PostHog's and Sensors' SDKs (INGEST §2). One bad event never fails a batch; the answer is given
 * when everything accepted is safe in the log and everything refused in quarantine.
 */
final class EventApi {
    private static final String BODY = "ingest.body";
    /** A transparent picture of one pixel, for what can only load pictures. */
    private static final byte[] ONE_PIXEL = HexFormat.of()
            .parseHex("47494638396101000100800000000000ffffff21f90401000000002c00000000010001000002024401003b");

    /** What PostHog's SDKs hear when they ask for feature flags: there are none, and nothing went wrong. */
    private static final Map<String, Object> NO_FLAGS = Map.of(
            "flags", Map.of(),
            "featureFlags", Map.of(),
            "featureFlagPayloads", Map.of(),
            "errorsWhileComputingFlags", false);

    private static final JsonNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** The letter that the browser's SDK uses and the type that it means. */
    private static final Map<String, String> LETTERS =
            Map.of("t", "track", "i", "identify", "p", "page", "s", "screen", "g", "group", "a", "alias");

    private final Events events;
    private final EventRules rules;
    private final Clock clock;
    private final BodyReader reader = new BodyReader();

    EventApi(Events events, EventRules rules, Clock clock) {
        this.events = events;
        this.rules = rules;
        this.clock = clock;
    }

    /** An event that was refused, by its place in the batch. */
    private record Fault(int index, Reason reason) {}

    /** What a path takes, and how it answers. */
    private record Door(Dialect dialect, Holds holds, String type) {
        static final Door BATCH = new Door(Dialect.SEGMENT, Holds.BATCH, "");
        static final Door POSTHOG = new Door(Dialect.POSTHOG, Holds.EITHER, "");
        static final Door SENSORS = new Door(Dialect.SENSORS, Holds.ONE, "");

        static Door of(String type) {
            return new Door(Dialect.SEGMENT, Holds.ONE, type);
        }
    }

    void routes(Routes routes) {
        for (String path : List.of("batch", "import", "b")) {
            json(routes, "/v1/" + path, Door.BATCH);
        }
        LETTERS.forEach((letter, type) -> {
            json(routes, "/v1/" + letter, Door.of(type));
            json(routes, "/v1/" + type, Door.of(type));
        });
        for (String path : List.of("/batch", "/e", "/i/v0/e", "/capture")) {
            json(routes, path, Door.POSTHOG);
        }
        json(routes, "/sa", Door.SENSORS);
        image(routes, Method.GET, "/sa", _ -> Door.SENSORS);
        image(routes, Method.GET, "/sa.gif", _ -> Door.SENSORS);
        image(routes, Method.POST, "/sa.gif", _ -> Door.SENSORS);
        image(routes, Method.GET, "/v1/pixel/{type}", http -> Door.of(http.pathParam("type")));
        image(routes, Method.POST, "/v1/pixel/{type}", http -> Door.of(http.pathParam("type")));
        for (String path : List.of("/flags", "/decide")) {
            routes.fromAnyOrigin(Method.POST, path, http -> key(http, Door.POSTHOG), call -> call.json(NO_FLAGS));
        }
        routes.fromAnyOrigin(
                Method.GET,
                "/v1/projects/{writeKey}/settings",
                http -> Optional.of(http.pathParam("writeKey")),
                EventApi::settings);
    }

    private void json(Routes routes, String path, Door door) {
        routes.fromAnyOrigin(Method.POST, path, http -> key(http, door), call -> {
            Map<String, Object> answer = take(call, door);
            if (door.dialect() == Dialect.POSTHOG) {
                answer.put("status", 1);
            }
            call.json(answer);
        });
    }

    /** For pages that can only load pictures. */
    private void image(Routes routes, Method method, String path, Function<Context, Door> door) {
        routes.fromAnyOrigin(method, path, http -> key(http, door.apply(http)), call -> {
            take(call, door.apply(call.http()));
            call.http().contentType("image/gif").result(ONE_PIXEL);
        });
    }

    /** The key of the header, else of the body, else of the query. */
    private Optional<String> key(Context http, Door door) {
        Optional<String> header = Routes.headerKey(http);
        if (header.isPresent()) {
            return header;
        }
        try (BodyReader.Room room = reader.room()) {
            EventBody body = read(http, room, door);
            http.attribute(BODY, body);
            return door.dialect()
                    .key(body)
                    .or(() -> Optional.ofNullable(http.queryParam("writeKey")))
                    .or(() -> Optional.ofNullable(http.queryParam("token")));
        }
    }

    /** A body; where there can be none, or none was sent, what the query wraps. */
    private EventBody read(Context http, BodyReader.Room room, Door door) {
        boolean isBodiless = http.contentLength() <= 0 && http.header("Transfer-Encoding") == null;
        Optional<String> parameter = Optional.ofNullable(http.queryParam("data_list"))
                .or(() -> Optional.ofNullable(http.queryParam("data")));
        if (isBodiless && parameter.isPresent()) {
            return EventBody.parse(reader.read(parameter.get(), room), door.holds());
        }
        if (http.method().equals(HandlerType.GET)) {
            throw Problem.of(400, "parameter_missing", "data");
        }
        return EventBody.parse(reader.read(http, room), door.holds());
    }

    private Map<String, Object> take(Call call, Door door) {
        EventBody known = call.http().attribute(BODY);
        try (BodyReader.Room room = reader.room()) {
            if (known != null) {
                room.grow(known.bytes());
                room.work(known.bytes());
            }
            EventBody body = known == null ? read(call.http(), room, door) : known;
            call.spend(body.messages().size());
            boolean isRetry = call.http().header("X-Retry-Count") != null;
            EventRules.Receipt receipt = new EventRules.Receipt(
                    clock.millis(),
                    isRetry,
                    door.type(),
                    door.holds() == Holds.ONE ? NOTHING : body.around(),
                    MessageId.Untimed.RANDOM,
                    door.dialect());
            return judge(body, receipt);
        }
    }

    private Map<String, Object> judge(EventBody body, EventRules.Receipt receipt) {
        List<Event> accepted = new ArrayList<>();
        List<Quarantine.Refused> refused = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < body.messages().size(); i++) {
            EventBody.Piece message = body.messages().get(i);
            switch (rules.judge(message, receipt)) {
                case EventRules.Accepted a -> accepted.add(a.event());
                case EventRules.Quarantined q -> {
                    refused.add(new Quarantine.Refused(q.reason(), "", message, receipt));
                    faults.add(new Fault(i, q.reason()));
                }
            }
        }
        Events.Outcome outcome = accepted.isEmpty() ? new Events.Outcome(0, List.of()) : events.accept(accepted);
        events.quarantine(refused);
        return answer(outcome, faults);
    }

    private static Map<String, Object> answer(Events.Outcome outcome, List<Fault> faults) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", true);
        answer.put("accepted", outcome.accepted());
        answer.put("duplicates", outcome.duplicates().size());
        answer.put("quarantined", faults.size());
        answer.put(
                "errors",
                faults.stream()
                        .map(f -> Map.of("index", f.index(), "code", f.reason().code()))
                        .toList());
        return answer;
    }

    /** Whether the page reached us without TLS, as far as anybody says. */
    private static boolean isPlain(Context http) {
        String origin = Optional.ofNullable(http.header("Origin")).orElse("");
        return http.scheme().equals("http")
                && !"https".equalsIgnoreCase(http.header("X-Forwarded-Proto"))
                && !origin.startsWith("https:");
    }

    /** What the browser's SDK asks for before it sends anything: where to send, in batches. */
    private static void settings(Call call) {
        String key = call.path("writeKey");
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("apiKey", key);
        ours.put("apiHost", call.http().host() + "/v1");
        if (isPlain(call.http())) {
            ours.put("protocol", "http"); // it takes https for granted
        }
        ours.put("deliveryStrategy", Map.of("strategy", "batching"));
        call.json(Map.of("integrations", Map.of("Segment.io", ours)));
    }
}
