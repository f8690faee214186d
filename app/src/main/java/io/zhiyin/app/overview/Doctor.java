package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Models;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.View;
import io.zhiyin.app.platform.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Examines a workspace: what is whole, what is damaged, what would mend it. */
final class Doctor {
    private static final long ROOM_ENOUGH_MIB = 256;

    private final Workspace workspace;

    Doctor(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * One finding.
     *
     * @param what log, state, view, models or disk
     * @param ok whether nothing needs to be done
     * @param text in the asker's language: what was found, and what mends it
     */
    record Finding(String what, boolean ok, String text) {}

    void routes(Routes routes) {
        routes.get("/api/doctor", Scope.READ, this::examine);
        routes.post("/api/doctor/rebuild", Scope.ADMIN, call -> {
            call.http().status(202);
            long job = workspace
                    .jobs()
                    .submit("rebuild", progress -> {
                        progress.at("view", 0.1);
                        workspace.view().rebuild();
                        progress.at("view", 0.2);
                        if (!workspace.view().await(workspace.log().last(), Duration.ofMinutes(30))) {
                            throw Problem.of(503, "view_behind").retryAfterSeconds(30);
                        }
                        return Map.of("events", workspace.log().last());
                    })
                    .id();
            call.json(Map.of("job", job));
        });
    }

    private void examine(Call call) {
        List<Finding> findings = new ArrayList<>();
        findings.add(log(call));
        findings.add(state(call));
        findings.add(view(call));
        findings.add(models(call));
        findings.add(disk(call));
        call.json(Map.of("ok", findings.stream().allMatch(Finding::ok), "findings", findings));
    }

    private Finding log(Call call) {
        List<EventLog.Damage> damage = workspace.log().damage();
        if (!damage.isEmpty()) {
            EventLog.Damage first = damage.getFirst();
            long lost = damage.stream().mapToLong(EventLog.Damage::events).sum();
            return new Finding(
                    "log",
                    false,
                    call.text("overview.doctor.log.damaged", damage.size(), lost, first.segment(), first.offset()));
        }
        return switch (workspace.log().state()) {
            case EventLog.ReadOnly readOnly ->
                new Finding("log", false, call.text("overview.doctor.log.readOnly", readOnly.reason()));
            case EventLog.Writable _ ->
                new Finding(
                        "log",
                        true,
                        call.text(
                                "overview.doctor.log.whole",
                                workspace.log().last(),
                                workspace.log().tornBytes()));
        };
    }

    private Finding state(Call call) {
        return workspace
                .state()
                .damage()
                .map(found -> new Finding("state", false, call.text("overview.doctor.state.damaged", found)))
                .orElseGet(() -> {
                    int torn = workspace.state().tornFrames();
                    return new Finding(
                            "state",
                            true,
                            torn == 0
                                    ? call.text("overview.doctor.state.whole")
                                    : call.text("overview.doctor.state.torn", torn));
                });
    }

    private Finding view(Call call) {
        View.State state = workspace.view().state();
        boolean isFine = state.trouble().isEmpty();
        if (state.rebuilt().contains(View.AHEAD)) {
            return new Finding("view", false, call.text("overview.doctor.view.ahead", state.rebuilt()));
        }
        return new Finding(
                "view",
                isFine,
                isFine
                        ? call.text("overview.doctor.view.whole", state.loaded(), state.last() - state.loaded())
                        : call.text("overview.doctor.view.failed", state.trouble()));
    }

    private Finding models(Call call) {
        Models models = new Models(workspace.folder().resolve("models"));
        List<String> damaged = new ArrayList<>();
        for (int version : models.versions()) {
            try {
                models.read(version);
            } catch (Problem e) {
                damaged.add(e.detail(call.lang()));
            }
        }
        return damaged.isEmpty()
                ? new Finding(
                        "models",
                        true,
                        call.text(
                                "overview.doctor.models.whole",
                                models.versions().size()))
                : new Finding("models", false, String.join(" ", damaged));
    }

    private Finding disk(Call call) {
        long freeMib = workspace.folder().toFile().getUsableSpace() >> 20;
        String text = call.text("overview.doctor.disk", freeMib);
        return new Finding("disk", freeMib > ROOM_ENOUGH_MIB, text);
    }
}
