package io.zhiyin.app.overview;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Terminal;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.Recommendations;
import java.util.List;
import picocli.CommandLine;

/** The door of the overview: Today, the demo school, the doctor, and the commands that start and examine a server. */
public final class Overview implements Slice {
    private final DemoSchool demo;
    private final Doctor doctor;
    private final TodayPage today;

    public Overview(Workspace workspace, Catalogue catalogue, Events events, Recommendations recommendations) {
        this.demo = new DemoSchool(workspace, catalogue, events, recommendations);
        this.doctor = new Doctor(workspace);
        this.today = new TodayPage(workspace, catalogue);
    }

    /** The commands of this slice. */
    public static List<CommandLine> commands(Terminal.Starter starter) {
        return List.of(
                new CommandLine(new DemoCli(starter)),
                new CommandLine(new ServeCli(starter)),
                new CommandLine(new DoctorCli(starter)),
                new CommandLine(new BackupCli(starter)),
                new CommandLine(new RestoreCli(starter)),
                new CommandLine(new MigrateCli(starter)),
                new CommandLine(new LinkCli(starter)),
                KeyCli.command(starter),
                AuditCli.command(starter),
                WorkspaceCli.command(starter));
    }

    @Override
    public void routes(Routes routes) {
        demo.routes(routes);
        doctor.routes(routes);
        routes.get("/w/{workspace}/today", Scope.PAGE, today::show);
        routes.get("/w/{workspace}/today.csv", Scope.PAGE, today::csv);
    }

    @Override
    public void erase(String person) {
        // keeps nothing about anybody: every figure is asked of the view
    }
}
