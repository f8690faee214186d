package io.zhiyin.engine.math;

/**
 * Who does the dense products of this process: OpenBLAS where it could be loaded, else plain Java. Chosen once, at the
 * first use; the system property {@value #PROPERTY} = {@value #PLAIN} asks for plain Java.
 */
sealed interface Kernels permits OpenBlas, PlainKernels {
    String PROPERTY = "zhiyin.kernels";
    String PLAIN = "plain";

    /**
     * C = factor A B', or C += factor A B'; the arguments have been checked.
     *
     * @param factor 1 or -1
     */
    void product(Gemm.Shape shape, Tile a, Tile b, Tile c, int factor, boolean add);

    /** The lower triangle of C += A' A; the arguments have been checked. */
    void addGram(int rows, int k, float[] a, int aFrom, float[] c, int cFrom);

    /** y = A x; the arguments have been checked. */
    void times(int rows, int k, float[] a, float[] x, float[] y);

    /** y += A' t; the arguments have been checked. */
    void addTransposed(int rows, int k, float[] a, float[] t, float[] y);

    /** Solves A x = b by Cholesky's factorisation, in place; whether A was positive definite. */
    boolean solve(int n, float[] lower, float[] b);

    /** Who this is, and for plain Java why. */
    String description();

    static Kernels choose() {
        if (PLAIN.equals(System.getProperty(PROPERTY))) {
            return new PlainKernels("asked for by -D" + PROPERTY + "=" + PLAIN);
        }
        return choose(UnpackedLibrary.platform());
    }

    static Kernels choose(String platform) {
        try {
            return OpenBlas.load(platform);
        } catch (UnpackedLibrary.NotLoaded e) {
            return new PlainKernels(e.reason());
        }
    }
}
