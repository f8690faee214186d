package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.javalin.http.Context;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Method;
import io.zhiyin.app.platform.Routes.Scope;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The HTTP dialect of Segment's and Rudder's SDKs (INGEST §2). One bad event never fails a batch; the answer is given
 * when everything accepted is safe in the log and everything refused in quarantine.
 */
final class EventApi {
    private static final String BODY = "ingest.body";
    private static final int LISTED_MAX = 1_000;
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

    void routes(Routes routes) {
        for (String path : List.of("batch", "import", "b")) {
            route(routes, path, "");
        }
        LETTERS.forEach((letter, type) -> {
            route(routes, letter, type);
            route(routes, type, type);
        });
        routes.fromAnyOrigin(
                Method.GET,
                "/v1/projects/{writeKey}/settings",
                http -> Optional.of(http.pathParam("writeKey")),
                EventApi::settings);
        routes.get("/api/quarantine", Scope.READ, this::quarantine);
    }

    private void route(Routes routes, String path, String type) {
        routes.fromAnyOrigin(Method.POST, "/v1/" + path, http -> key(http, type), call -> take(call, type));
    }

    /** The key of the header, else of the body, else of the query. */
    private Optional<String> key(Context http, String type) {
        Optional<String> header = Routes.headerKey(http);
        if (header.isPresent()) {
            return header;
        }
        try (BodyReader.Room room = reader.room()) {
            EventBody body = read(http, room, type);
            http.attribute(BODY, body);
            return body.key()
                    .or(() -> Optional.ofNullable(http.queryParam("writeKey")))
                    .or(() -> Optional.ofNullable(http.queryParam("token")));
        }
    }

    private EventBody read(Context http, BodyReader.Room room, String type) {
        return EventBody.parse(reader.read(http, room), type.isEmpty());
    }

    private void take(Call call, String type) {
        EventBody known = call.http().attribute(BODY);
        try (BodyReader.Room room = reader.room()) {
            if (known != null) {
                room.grow(known.bytes());
                room.work(known.bytes());
            }
            EventBody body = known == null ? read(call.http(), room, type) : known;
            call.spend(body.messages().size());
            boolean isRetry = call.http().header("X-Retry-Count") != null;
            EventRules.Receipt receipt = new EventRules.Receipt(
                    clock.millis(), isRetry, type, type.isEmpty() ? body.around() : NOTHING, MessageId.Untimed.RANDOM);
            call.json(judge(body, receipt));
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
                    refused.add(new Quarantine.Refused(q.reason(), "", message));
                    faults.add(new Fault(i, q.reason()));
                }
            }
        }
        Events.Outcome outcome = accepted.isEmpty() ? new Events.Outcome(0, List.of()) : events.accept(accepted);
        events.quarantine(refused, receipt.receivedMillis());
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

    /** What the browser's SDK asks for before it sends anything: where to send, in batches. */
    private static void settings(Call call) {
        String key = call.path("writeKey");
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("apiKey", key);
        ours.put("apiHost", call.http().host() + "/v1");
        ours.put("deliveryStrategy", Map.of("strategy", "batching"));
        call.json(Map.of("integrations", Map.of("Segment.io", ours)));
    }

    private void quarantine(Call call) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("counts", events.quarantineCounts());
        answer.put("data", events.quarantined(call.query("limit", 100, 1, LISTED_MAX)));
        call.json(answer);
    }
}
