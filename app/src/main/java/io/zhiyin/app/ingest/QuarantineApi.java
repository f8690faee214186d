package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.ingest.Quarantine.Selection;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.TextFile;
import io.zhiyin.app.platform.Upload;
import io.zhiyin.app.platform.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/quarantine}: what was refused, as a list and as a file, and judging it again. */
final class QuarantineApi {
    private static final int LISTED_MAX = 1_000;
    private static final int IDS_MAX = 1_000;

    private final Workspace workspace;
    private final Quarantine quarantine;
    private final Replay replay;

    QuarantineApi(Workspace workspace, Quarantine quarantine, Replay replay) {
        this.workspace = workspace;
        this.quarantine = quarantine;
        this.replay = replay;
    }

    void routes(Routes routes) {
        routes.get("/api/quarantine", Scope.READ, this::list);
        routes.get("/api/quarantine/download", Scope.READ, this::download);
        routes.post("/api/quarantine/replay", Scope.ADMIN, this::replay);
        routes.post("/api/quarantine/repaired", Scope.ADMIN, this::repaired);
    }

    private void list(Call call) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("counts", quarantine.counts());
        answer.put("data", quarantine.newest(call.query("limit", 100, 1, LISTED_MAX)));
        call.json(answer);
    }

    private void download(Call call) throws IOException {
        QuarantineFile.Format format = QuarantineFile.Format.of(call.query("format", "ndjson"));
        send(call, format, new Selection(reasons(call.queryList("reason")), List.of()));
    }

    /** Answers with a file. */
    void send(Call call, QuarantineFile.Format format, Selection selection) throws IOException {
        call.http()
                .header("Content-Disposition", "attachment; filename=\"zhiyin-refused." + format.code() + "\"")
                .contentType(format.contentType());
        new QuarantineFile(quarantine, workspace.zone())
                .write(selection, format, call.lang(), call.http().outputStream());
    }

    /** {@code {"reasons":[…],"ids":[…]}}: of these reasons and with these ids; without either, all. */
    private void replay(Call call) {
        JsonNode wish = Json.read(call.http().bodyAsBytes());
        if (!wish.isObject()) {
            throw Problem.of(400, "body_not_object");
        }
        List<String> reasons = new ArrayList<>();
        list(wish, "reasons").forEach(reason -> reasons.add(reason.asText()));
        List<Long> ids = new ArrayList<>();
        for (JsonNode id : list(wish, "ids")) {
            if (!id.isIntegralNumber() || !id.canConvertToLong()) {
                throw Problem.of(400, "parameter_illegal", "ids", id.toString(), "1, 2, …");
            }
            ids.add(id.asLong());
        }
        if (ids.size() > IDS_MAX) {
            throw Problem.of(400, "parameter_illegal", "ids", ids.size(), "≤ " + IDS_MAX);
        }
        call.json(replay.of(new Selection(reasons(reasons), ids)).told());
    }

    private static JsonNode list(JsonNode wish, String field) {
        JsonNode list = wish.path(field);
        if (!list.isMissingNode() && !list.isArray()) {
            throw Problem.of(400, "parameter_illegal", field, list.toString(), "[…]");
        }
        return list;
    }

    private void repaired(Call call) throws IOException {
        try (Upload upload = Upload.take(call, workspace.folder())) {
            call.json(replay.of(TextFile.sniff(upload.path())).told());
        }
    }

    /** Known reasons; anything else is a mistake that would be taken for "all". */
    static List<String> reasons(List<String> given) {
        List<String> known = Arrays.stream(Reason.values()).map(Reason::code).toList();
        for (String reason : given) {
            if (!known.contains(reason)) {
                throw Problem.of(400, "parameter_illegal", "reason", reason, String.join(", ", known));
            }
        }
        return List.copyOf(given);
    }
}
