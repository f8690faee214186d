package io.zhiyin.app.overview;

import io.zhiyin.app.platform.DamagedLogs;
import io.zhiyin.app.platform.EventLog;
import io.zhiyin.app.platform.Home;
import io.zhiyin.app.platform.Salvage;
import io.zhiyin.app.platform.StateCopies;
import io.zhiyin.app.platform.Terminal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the doctor does to the files of a home while no server has them open: state files and event logs. */
final class FileRepairs {
    private final Home home;
    private final Terminal terminal;
    private final Wanted wanted;
    private final List<Doctor.Finding> findings = new ArrayList<>();
    private boolean hasLost;

    /** @param yes whether rows may be lost that can still be read */
    record Wanted(boolean rebuild, boolean dryRun, boolean restoreState, boolean yes) {
        boolean isRepair() {
            return rebuild && !dryRun;
        }
    }

    FileRepairs(Home home, Terminal terminal, Wanted wanted) {
        this.home = home;
        this.terminal = terminal;
        this.wanted = wanted;
    }

    /** What is damaged, or was and is repaired; nothing where all is whole. */
    List<Doctor.Finding> run() {
        List<Salvage.Damaged> states = Salvage.examine(home);
        if (!states.isEmpty()) {
            states(states);
        }
        if (wanted.rebuild()) {
            logs();
        }
        return findings;
    }

    /** Whether a repair, of which the findings tell, cost something. */
    boolean hasLost() {
        return hasLost;
    }

    private void add(String what, boolean ok, String key, Object... facts) {
        findings.add(new Doctor.Finding(what, ok, terminal.text(key, facts)));
    }

    private void states(List<Salvage.Damaged> damaged) {
        if (wanted.isRepair()) {
            Salvage.run(home, damaged).forEach(this::saved);
            return;
        }
        List<StateCopies.Offer> offers = StateCopies.offers(home, damaged);
        for (Salvage.Damaged one : damaged) {
            Optional<StateCopies.Offer> offer =
                    offers.stream().filter(o -> o.file().equals(one.file())).findFirst();
            if (offer.isPresent() && wanted.restoreState() && wanted.yes() && !wanted.dryRun()) {
                restored(offer.get());
                continue;
            }
            String key = wanted.dryRun() && wanted.rebuild()
                    ? "overview.doctor.salvage.would"
                    : "overview.doctor.salvage.damaged";
            add("state", false, key, one.file().toString(), one.words());
            offer.ifPresentOrElse(this::offered, () -> {
                if (wanted.restoreState()) {
                    add("state", false, "overview.doctor.copy.none", one.file().toString());
                }
            });
        }
    }

    private void saved(Salvage.Saved saved) {
        hasLost |= saved.lost() + saved.wiped() > 0;
        add(
                "state",
                true,
                "overview.doctor.salvage.saved",
                saved.file().toString(),
                saved.aside().toString(),
                saved.mended(),
                saved.wiped());
        for (Salvage.Table table : saved.tables()) {
            add("state", true, "overview.doctor.salvage.table", table.name(), table.saved(), table.lost());
        }
    }

    private void offered(StateCopies.Offer offer) {
        add("state", false, "overview.doctor.copy.offered", offer.copy().toString(), offer.lost());
        if (wanted.restoreState()) {
            tables(offer, false);
        }
    }

    private void restored(StateCopies.Offer offer) {
        hasLost |= offer.lost() > 0;
        String aside = StateCopies.restore(home, offer).toString();
        add(
                "state",
                true,
                "overview.doctor.copy.restored",
                offer.file().toString(),
                offer.copy().toString(),
                aside,
                offer.lost());
        tables(offer, true);
    }

    private void tables(StateCopies.Offer offer, boolean isDone) {
        for (StateCopies.Table table : offer.tables()) {
            if (table.lost() + table.broughtBack() > 0) {
                add(
                        "state",
                        isDone,
                        "overview.doctor.copy.table",
                        table.name(),
                        table.inCopy(),
                        table.lost(),
                        table.broughtBack());
            }
        }
    }

    private void logs() {
        List<DamagedLogs.Found> damaged = DamagedLogs.examine(home);
        if (!wanted.isRepair()) {
            for (DamagedLogs.Found one : damaged) {
                add("log", false, "overview.doctor.log.would", one.workspace().toString(), one.lost());
                places(one, false);
            }
            return;
        }
        for (DamagedLogs.Repaired one : DamagedLogs.repair(home, damaged, Instant.now())) {
            hasLost |= one.found().lost() > 0;
            add(
                    "log",
                    true,
                    "overview.doctor.log.repaired",
                    one.found().workspace().toString(),
                    one.found().lost(),
                    one.aside().toString());
            places(one.found(), true);
        }
    }

    private void places(DamagedLogs.Found found, boolean isDone) {
        for (EventLog.Damage one :
                found.damage().stream().limit(Doctor.PLACES_MAX).toList()) {
            add("log", isDone, Doctor.PLACE, Doctor.place(one));
        }
    }
}
