package io.zhiyin.engine.recommend;

/** What the losses of a training, pass by pass, say about its end. */
public final class LearningCurve {
    /** A pass that changes the loss by less than this share of it is the last that was needed. */
    public static final double TOLERANCE = 1e-4;

    private LearningCurve() {}

    /** True for no losses (nothing was trained in passes); one loss alone says nothing, so false. */
    public static boolean converged(float[] losses) {
        int passes = losses.length;
        if (passes < 2) {
            return passes == 0;
        }
        double before = losses[passes - 2];
        double last = losses[passes - 1];
        return Double.isFinite(last) && Math.abs(before - last) <= TOLERANCE * Math.abs(before);
    }
}
