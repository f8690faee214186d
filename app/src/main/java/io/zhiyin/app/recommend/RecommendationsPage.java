package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.javalin.http.HttpStatus;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Jobs;
import io.zhiyin.app.platform.Page;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.privacy.Privacy;
import io.zhiyin.app.recommend.RecommendationsView.Inspector;
import io.zhiyin.app.recommend.RecommendationsView.Model;
import io.zhiyin.app.recommend.RecommendationsView.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The page Recommendations: how the lists do, the model behind them, and one person's list with every reason. */
final class RecommendationsPage {
    private static final String PATH = "/w/{workspace}/recommendations";
    private static final Set<String> JOBS = Set.of("train", "tune");

    private final Workspace workspace;
    private final Recommendations recommendations;
    private final Privacy privacy;
    private final ListFigures figures;
    private final PersonInspector inspector;
    private final ListInspector lists;

    RecommendationsPage(Workspace workspace, Recommendations recommendations, Privacy privacy) {
        this.workspace = workspace;
        this.recommendations = recommendations;
        this.privacy = privacy;
        this.figures = new ListFigures(workspace, recommendations);
        this.inspector = new PersonInspector(recommendations, privacy);
        this.lists = new ListInspector(recommendations);
    }

    void routes(Routes routes) {
        routes.get(PATH, Scope.PAGE, this::show);
        routes.get(PATH + "/training", Scope.PAGE, this::training);
        routes.post(PATH + "/train", Scope.PAGE, call -> {
            recommendations.train();
            back(call, "");
        });
        routes.post(PATH + "/tune", Scope.PAGE, call -> {
            recommendations.tuneFeedback(RecommendApi.TRIALS, 1, false);
            back(call, "");
        });
        routes.post(PATH + "/weights", Scope.PAGE, call -> {
            recommendations.takeProposal();
            back(call, "");
        });
        routes.post(PATH + "/personalisation", Scope.PAGE, call -> {
            String person = call.form("person");
            privacy.personalise(person, call.form("on").equals("true"));
            back(call, RecommendationsView.query(person));
        });
    }

    private void back(Call call, String query) {
        String to = "/w/" + workspace.name() + "/recommendations" + query;
        call.http().redirect(to, HttpStatus.SEE_OTHER);
    }

    private void show(Call call) {
        Page page = Page.of(call, workspace, "recommendations", "recommend.page.title");
        String person = call.query("person", "").strip();
        Inspector inspected = person.isEmpty()
                ? new RecommendationsView.Nobody()
                : inspector.look(person, call.queryList("without"), call.lang());
        RecommendationsView view = new RecommendationsView(
                ListFigures.DAYS,
                figures.figures(),
                model(),
                weights(),
                lists.look(call),
                training(page),
                inspected,
                person.isEmpty() ? figures.suggestions() : List.of(),
                page.text("recommend.person.fresh"));
        page.render(call, "recommend/page.jte", view);
    }

    /** Only the part that says how training stands; when it is over, the whole page is asked for again. */
    private void training(Call call) {
        Page page = Page.of(call, workspace, "recommendations", "recommend.page.title");
        RecommendationsView.Training training = training(page);
        if (training.stage() == Stage.IDLE) {
            call.http().header("HX-Refresh", "true");
        }
        page.render(call, "recommend/training.jte", training);
    }

    private RecommendationsView.Training training(Page page) {
        Optional<Jobs.Job> newest = workspace.jobs().all().stream()
                .filter(job -> JOBS.contains(job.name()))
                .findFirst();
        return newest.map(job -> switch (job.state()) {
                    case WAITING -> new RecommendationsView.Training(Stage.WAITING, "", 0, "");
                    case RUNNING -> new RecommendationsView.Training(Stage.RUNNING, job.stage(), job.done(), "");
                    case DONE -> new RecommendationsView.Training(Stage.IDLE, "", 1, "");
                    case FAILED ->
                        new RecommendationsView.Training(
                                Stage.FAILED, "", 1, workspace.jobs().failure(job, page.lang()));
                })
                .orElseGet(() -> new RecommendationsView.Training(Stage.IDLE, "", 0, ""));
    }

    private Model model() {
        return recommendations
                .card()
                .map(card -> CardView.model(card, recommendations.model().orElse("")))
                .orElse(Model.NONE);
    }

    private RecommendationsView.Weights weights() {
        JsonNode found = recommendations.proposal().orElse(MissingNode.getInstance());
        return new RecommendationsView.Weights(
                CardView.weights(recommendations.weights(), found), CardView.proposal(found));
    }
}
