package io.zhiyin.app.overview;

import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.DamagedLogs;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Jobs;
import io.zhiyin.app.platform.Lang;
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
    /** The text for one damaged place of a log, and how many are told. */
    static final String PLACE = "overview.doctor.log.place";

    static final int PLACES_MAX = 20;

    private static final long ROOM_ENOUGH_MIB = 256;

    private final Workspace workspace;

    Doctor(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * One finding.
     *
     * @param what log, state, view, models, erasures or disk
     * @param ok whether nothing needs to be done
     * @param text in the asker's language: what was found, and what mends it
     */
    record Finding(String what, boolean ok, String text) {}

    void routes(Routes routes) {
        routes.get("/api/doctor", Scope.READ, this::examine);
        routes.post("/api/doctor/rebuild", Scope.ADMIN, call -> {
            call.http().status(202);
            long job = workspace.jobs().submit("rebuild", this::rebuild).id();
            call.json(Map.of("job", job));
        });
    }

    /** A model that cannot be read, and where it lies now. */
    private record SetAside(int version, String aside, String why) {}

    private Map<String, Object> rebuild(Jobs.Progress progress) throws InterruptedException {
        progress.at("models", 0.1);
        Models models = models();
        List<SetAside> setAside = new ArrayList<>();
        for (DamagedModel one : damaged(models)) {
            String to = models.setAside(one.version()).toString();
            setAside.add(new SetAside(one.version(), to, one.problem().detail(Lang.EN)));
        }
        progress.at("view", 0.1);
        workspace.view().rebuild();
        progress.at("view", 0.2);
        if (!workspace.view().await(workspace.log().last(), Duration.ofMinutes(30))) {
            throw Problem.of(503, "view_behind").retryAfterSeconds(30);
        }
        return Map.of("events", workspace.log().last(), "models", setAside);
    }

    private Models models() {
        return new Models(workspace.folder().resolve("models"));
    }

    private record DamagedModel(int version, Problem problem) {}

    private static List<DamagedModel> damaged(Models models) {
        List<DamagedModel> damaged = new ArrayList<>();
        for (int version : models.versions()) {
            try {
                models.read(version);
            } catch (Problem e) {
                damaged.add(new DamagedModel(version, e));
            }
        }
        return damaged;
    }

    private void examine(Call call) {
        List<Finding> findings = new ArrayList<>();
        findings.addAll(log(call));
        findings.add(state(call));
        findings.add(view(call));
        DamagedLogs.viewsAside(workspace.folder())
                .forEach(kept -> findings.add(
                        new Finding("view", false, call.text("overview.doctor.view.kept", kept.toString()))));
        findings.add(models(call));
        workspace
                .unreadableErasures()
                .forEach(kept -> findings.add(
                        new Finding("erasures", false, call.text("overview.doctor.erasures", kept.toString()))));
        findings.add(disk(call));
        call.json(Map.of("ok", findings.stream().allMatch(Finding::ok), "findings", findings));
    }

    private List<Finding> log(Call call) {
        List<EventLog.Damage> damage = workspace.log().damage();
        List<Finding> findings = new ArrayList<>();
        if (!damage.isEmpty()) {
            long lost = damage.stream().mapToLong(EventLog.Damage::events).sum();
            findings.add(new Finding("log", false, call.text("overview.doctor.log.damaged", damage.size(), lost)));
            damage.stream()
                    .limit(PLACES_MAX)
                    .forEach(one -> findings.add(new Finding("log", false, call.text(PLACE, place(one)))));
            return findings;
        }
        switch (workspace.log().state()) {
            case EventLog.ReadOnly readOnly ->
                findings.add(new Finding("log", false, call.text("overview.doctor.log.readOnly", readOnly.reason())));
            case EventLog.Writable _ -> {
                long last = workspace.log().last();
                long torn = workspace.log().tornBytes();
                findings.add(new Finding("log", true, call.text("overview.doctor.log.whole", last, torn)));
            }
        }
        long before = DamagedLogs.lostBefore(workspace.folder());
        if (before > 0) {
            findings.add(new Finding("log", true, call.text("overview.doctor.log.lostBefore", before)));
        }
        return findings;
    }

    /** The facts of the text for one damaged place. */
    static Object[] place(EventLog.Damage one) {
        return one.events() > 0
                ? new Object[] {
                    one.segment(), one.offset(), one.bytes(), one.events(), one.firstMissing(), one.lastMissing()
                }
                : new Object[] {one.segment(), one.offset(), one.bytes(), 0, "–", "–"};
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
        Models models = models();
        List<DamagedModel> damaged = damaged(models);
        int versions = models.versions().size();
        if (damaged.isEmpty()) {
            return new Finding("models", true, call.text("overview.doctor.models.whole", versions));
        }
        List<String> named =
                damaged.stream().map(one -> one.problem().detail(call.lang())).toList();
        return new Finding(
                "models",
                false,
                call.text("overview.doctor.models.damaged", String.join(" ", named), versions - damaged.size()));
    }

    private Finding disk(Call call) {
        long freeMib = workspace.folder().toFile().getUsableSpace() >> 20;
        String text = call.text("overview.doctor.disk", freeMib);
        return new Finding("disk", freeMib > ROOM_ENOUGH_MIB, text);
    }
}
