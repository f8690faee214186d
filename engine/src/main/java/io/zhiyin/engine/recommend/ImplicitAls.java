package io.zhiyin.engine.recommend;

import io.zhiyin.engine.data.History;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.Tensors;
import io.zhiyin.engine.math.FloatMatrix;
import io.zhiyin.engine.math.NormalEquations;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.math.SparseRows;
import io.zhiyin.engine.math.TopLists;
import java.util.List;
import java.util.Map;

/**
 * Matrix factorisation of implicit feedback by alternating least squares.
 *
 * <p>Source: Hu, Koren, Volinsky, Collaborative filtering for implicit feedback datasets, ICDM 2008, equations 4, 5 and
 * (reasons) 7; loss and regularisation as in Rendle, Krichene, Zhang, Koren, Revisiting the performance of iALS on item
 * recommendation benchmarks, RecSys 2022, equations 1 to 4; conjugate gradient as in Takacs, Pilaszy, Tikk, Applications
 * of the conjugate gradient method for implicit feedback collaborative filtering, RecSys 2011.
 * <p>Variant: loss = sum over entries of w (1 - x y)^2 + a sum over all pairs of (x y)^2 + lambda sum over rows of (sum
 * of w + a * length of the other side)^nu |x|^2, w the weights given. People first, then items, from items drawn with
 * deviation 0.1 / sqrt(factors). {@link Solver#CHOLESKY} solves each row exactly in double; the other two work in float,
 * in coordinates that make the dense part of every system a diagonal ({@link AlsBasis}), and take three preconditioned
 * steps from the last pass's vector where they do not solve exactly ({@link AlsRows}). A person, known or new, is always
 * folded in exactly: that is the half pass that would come next, so no vector of a person is kept.
 * <p>Shapes: people x factors and items x factors in float.
 * <p>Cost of a pass over N entries, in operations. Cholesky: 2 N f^2 + (U + I) (f^3 / 3 + 2 f^2). Conjugate gradient: 32
 * N f + 2 (U + I) f^2 for turning; its bytes are 4 f N gathered twice, once from the items (2.6 MB at 10,000 x 64: the
 * third cache), once from the people (256 MB: memory). Mixed: as conjugate gradient for rows of at most 2^17 / f
 * entries, which are gathered once; N f^2 for the others, which conjugate gradient would gather for every step. 16 bytes an entry (rows and columns) and 4 f (U + I). The loss comes with the items' solutions
 * and costs nothing in float; in double it is a sweep of its own. Measured at U = 1e6, I = 1e4, N = 3e7, f = 64, one
 * busy core: a pass of mixed 6 s. The same bits on any number of threads: rows are independent, sums in fixed chunks.
 */
public final class ImplicitAls extends FactorModel {
    public static final String NAME = "implicit-als";
    private static final double INITIAL_DEVIATION = .1;
    private static final int STEPS_TO_THE_END = 32;

    private final RidgeFoldIn foldIn;
    private final AlsObjective objective;

    /** How the row of a half pass is solved. */
    public enum Solver {
        /** Each row exactly, in double. */
        CHOLESKY,
        /** Three steps of conjugate gradient for each row, in float. */
        CONJUGATE_GRADIENT,
        /** In float: three steps where a row's vectors fit the second cache (2048 at 64 factors), exactly where not. */
        MIXED
    }

    /** Who wants to know how training goes. */
    @FunctionalInterface
    public interface Progress {
        /** After each pass, from 1 on. */
        void pass(int number, double loss);
    }

    /**
     * @param factors length of the vectors, at least 1
     * @param iterations passes over people and items, at least 1
     * @param lambda regularisation, above 0
     * @param unobservedWeight what a pair that was not taken weighs beside one that was, at least 0
     * @param frequencyScaling 0: the same regularisation for all; 1: in proportion to how much was taken
     */
    public record Settings(
            int factors,
            int iterations,
            double lambda,
            double unobservedWeight,
            double frequencyScaling,
            Solver solver) {
        public static final Settings DEFAULTS = new Settings(64, 16, .3, .03, .5, Solver.CHOLESKY);

        public Settings {
            if (factors < 1
                    || iterations < 1
                    || !(lambda > 0 && lambda < Double.POSITIVE_INFINITY)
                    || !(unobservedWeight >= 0 && unobservedWeight < Double.POSITIVE_INFINITY)
                    || !(frequencyScaling >= 0 && frequencyScaling < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("illegal implicit-als settings: factors " + factors + ", iterations "
                        + iterations + ", lambda " + lambda + ", unobservedWeight " + unobservedWeight
                        + ", frequencyScaling " + frequencyScaling
                        + ", must be at least 1, at least 1, above 0, at least 0 and at least 0");
            }
        }

        static final List<Setting> MANUAL = List.of(
                new Setting(
                        "factors",
                        String.valueOf(DEFAULTS.factors),
                        "how many numbers describe a person or an item; at least 1",
                        Search.choice("32", "64", "128")),
                new Setting(
                        "iterations",
                        String.valueOf(DEFAULTS.iterations),
                        "how many passes over people and items; at least 1",
                        Search.choice("8", "16", "32")),
                new Setting(
                        "lambda",
                        String.valueOf(DEFAULTS.lambda),
                        "regularisation of the vectors; above 0",
                        Search.logUniform(.003, 30)),
                new Setting(
                        "unobserved-weight",
                        String.valueOf(DEFAULTS.unobservedWeight),
                        "what a pair that was not taken weighs, one taken once weighing 1; at least 0",
                        Search.logUniform(.003, 3)),
                new Setting(
                        "frequency-scaling",
                        String.valueOf(DEFAULTS.frequencyScaling),
                        "how much stronger the regularisation is where much was taken: 0 = not, 1 = in proportion;"
                                + " at least 0",
                        Search.uniform(0, 1)),
                new Setting(
                        "solver",
                        GivenSettings.kebab(DEFAULTS.solver),
                        "cholesky = each row exactly; conjugate-gradient = three steps per row, several times as fast;"
                                + " mixed = three steps where little was taken, exactly where much"));

        static Settings of(Map<String, String> given) {
            GivenSettings g = new GivenSettings(NAME, given, MANUAL);
            return new Settings(
                    g.count("factors", 1),
                    g.count("iterations", 1),
                    g.number("lambda", 0, false),
                    g.number("unobserved-weight", 0, true),
                    g.number("frequency-scaling", 0, true),
                    g.choice("solver", Solver.values()));
        }
    }

    private ImplicitAls(Trained trained, AlsObjective objective) {
        super(trained);
        this.objective = objective;
        int items = items();
        foldIn = new RidgeFoldIn(vectors(), objective.unobservedWeight(), weights -> objective.ridge(weights, items));
    }

    public static ImplicitAls fit(Interactions taken, Settings settings, Seed seed) {
        return new Training(taken, settings, seed).run((pass, loss) -> {}).model();
    }

    /**
     * A model and the vectors of everybody it was trained on: their half pass that would come next, from the last pass's
     * vectors. Not to be stored: no person in a model's file.
     *
     * @param penalty the part of the last pass's loss that is regularisation
     */
    public record Everyone(ImplicitAls model, FloatMatrix people, double penalty) {
        /** Chooses the k best items by these vectors. */
        public TopLists lists(int k) {
            return new TopLists(model.vectors(), k);
        }
    }

    /** The same, with everybody's vectors, telling how it goes. */
    public static Everyone fitEveryone(Interactions taken, Settings settings, Seed seed, Progress progress) {
        Training training = new Training(taken, settings, seed).run(progress);
        double penalty = training.people.regularisation(training.items.vectors().rows())
                + training.items.regularisation(training.people.vectors().rows());
        if (settings.solver == Solver.CHOLESKY) {
            training.people.solve(training.items.vectors());
        } else {
            training.people.improve(training.items, settings.solver, false);
        }
        return new Everyone(training.model(), training.people.vectors(), penalty);
    }

    /** Both sides, pass by pass. */
    private static final class Training {
        private final Solver solver;
        private final AlsObjective objective;
        private final AlsSide people;
        private final AlsSide items;
        private final float[] losses;

        Training(Interactions taken, Settings settings, Seed seed) {
            solver = settings.solver;
            objective = new AlsObjective(
                    (float) settings.unobservedWeight, (float) settings.lambda, (float) settings.frequencyScaling);
            SparseRows rows = taken.positive().cells();
            people = new AlsSide(rows, FloatMatrix.zeros(rows.rows(), settings.factors), objective);
            SparseRows columns = rows.transpose();
            InitialVectors drawn =
                    new InitialVectors(settings.factors, INITIAL_DEVIATION / Math.sqrt(settings.factors));
            items = new AlsSide(columns, drawn.of(columns, seed.child("als.init.items", 0)), objective);
            losses = new float[settings.iterations];
        }

        Training run(Progress progress) {
            for (int pass = 0; pass < losses.length; pass++) {
                double loss =
                        solver == Solver.CHOLESKY ? solve(people, items, objective) : improve(people, items, solver);
                losses[pass] = (float) loss;
                progress.pass(pass + 1, loss);
            }
            return this;
        }

        ImplicitAls model() {
            FloatMatrix nobody = FloatMatrix.zeros(0, items.vectors().cols());
            return new ImplicitAls(new Trained(items.vectors(), nobody, losses), objective);
        }
    }

    /** A pass in float; the loss is a by-product of the items' solutions. */
    private static double improve(AlsSide people, AlsSide items, Solver solver) {
        people.improve(items, solver, false);
        return items.improve(people, solver, true)
                + people.regularisation(items.vectors().rows());
    }

    private static double solve(AlsSide people, AlsSide items, AlsObjective objective) {
        people.solve(items.vectors());
        items.solve(people.vectors());
        return loss(people, items, objective);
    }

    /** The square of every product is the sum of the products of the Gram matrices' cells. */
    private static double loss(AlsSide people, AlsSide items, AlsObjective objective) {
        double[] gramOfPeople = NormalEquations.gram(people.vectors());
        double[] gramOfItems = NormalEquations.gram(items.vectors());
        double squares = 0;
        for (int i = 0; i < gramOfItems.length; i++) {
            squares += gramOfPeople[i] * gramOfItems[i];
        }
        return people.observedLoss(items.vectors())
                + objective.unobservedWeight() * squares
                + people.regularisation(items.vectors().rows())
                + items.regularisation(people.vectors().rows());
    }

    public static ImplicitAls of(Tensors tensors) {
        float[] objective = tensors.floats("objective");
        return new ImplicitAls(Trained.of(tensors), new AlsObjective(objective[0], objective[1], objective[2]));
    }

    @Override
    public Tensors tensors() {
        return super.tensors().put("objective", new float[] {
            objective.unobservedWeight(), objective.lambda(), objective.frequencyScaling()
        });
    }

    /**
     * People are folded in as they are scored, in float: by conjugate gradient to the end where a history is short,
     * exactly where it is long. A weight below 0 needs the exact solution, one by one.
     */
    @Override
    public ListMaker lists(int k) {
        FloatMatrix turned =
                new FloatMatrix(items(), vectors().cols(), vectors().cells().clone());
        AlsBasis basis = AlsBasis.of(turned);
        basis.turn(turned);
        TopLists best = new TopLists(turned, k);
        ListMaker oneByOne = super.lists(k);
        return histories -> {
            if (hasNegative(histories)) {
                return oneByOne.of(histories);
            }
            AlsSide people = new AlsSide(histories, FloatMatrix.zeros(histories.rows(), turned.cols()), objective);
            people.improve(turned, basis.squares(), 2 * turned.cols(), STEPS_TO_THE_END, false);
            return best.of(people.vectors(), histories);
        };
    }

    private static boolean hasNegative(SparseRows histories) {
        for (float weight : histories.values()) {
            if (weight < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    float[] foldIn(History taken) {
        return foldIn.vector(taken);
    }

    @Override
    Parts parts(History taken) {
        return foldIn.parts(taken);
    }
}
