package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.data.Interactions;
import io.zhiyin.engine.data.InteractionsBuilder;
import io.zhiyin.engine.math.Seed;
import io.zhiyin.engine.recommend.CatalogueTooLarge;
import io.zhiyin.engine.recommend.FunkSvd;
import io.zhiyin.engine.recommend.IllegalSetting;
import io.zhiyin.engine.recommend.Recommenders;
import io.zhiyin.engine.recommend.Scorer;
import io.zhiyin.engine.recommend.TrainingSet;
import io.zhiyin.engine.recommend.UnknownName;
import java.util.Map;

/** A model with its settings, about to be trained; what is wrong with them is the user's problem. */
record Fitting(String model, Map<String, String> settings, long seed) {

    /** Tries the settings on one person and one item, so that a mistyped one is told of before a file is read. */
    void check(Lang lang) {
        try {
            fit(new InteractionsBuilder().add(0, 0, 1, 0).build(), lang);
        } catch (Problem p) {
            if (!p.code().equals("lab_model_too_large")) {
                throw p;
            }
        }
    }

    /** Whether its scores are ratings: for a known name and known settings. */
    boolean predictsRatings() {
        return model.equals(FunkSvd.NAME)
                || "mean".equals(Manual.settled(model, settings).get("vote"));
    }

    Scorer fit(Interactions train, Lang lang) {
        return fit(TrainingSet.of(train), lang);
    }

    Scorer fit(TrainingSet set, Lang lang) {
        try {
            return Recommenders.fit(model, settings, set, Seed.of(seed));
        } catch (UnknownName e) {
            throw Manual.problem(e);
        } catch (IllegalSetting e) {
            throw Manual.problem(lang, e);
        } catch (CatalogueTooLarge e) {
            if (e.limit() == CatalogueTooLarge.Limit.MEMORY) {
                throw Problem.of(400, "lab_memory_short", model, e.bytesMax() >> 20);
            }
            throw Problem.of(
                    400,
                    "lab_model_too_large",
                    model,
                    e.items(),
                    e.bytesNeeded() >> 20,
                    e.bytesMax() >> 20,
                    e.alternative());
        } catch (OutOfMemoryError e) {
            throw Problem.of(
                    400, "lab_memory_short", model, Runtime.getRuntime().maxMemory() >> 20);
        }
    }
}
